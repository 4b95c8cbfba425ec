package calls;

import com.tencentyun.TLSSigAPIv2;
import java.util.function.IntFunction;

/** So many PrivateMapKeys of a numeric room. */
public final class SignRoom implements IntFunction<Object> {
    private final TLSSigAPIv2 api = new TLSSigAPIv2(Inputs.SDKAPPID, Inputs.KEY);

    @Override
    public Object apply(int count) {
        String last = null;
        for (int i = 0; i < count; i++) {
            last = api.genPrivateMapKey(Inputs.USERID, Inputs.EXPIRE, 10000, 255);
        }
        return last;
    }
}
