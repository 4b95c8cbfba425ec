package calls;

import com.tencentyun.TLSSigAPIv2;
import java.util.function.IntFunction;

/** So many UserSigs. */
public final class Sign implements IntFunction<Object> {
    private final TLSSigAPIv2 api = new TLSSigAPIv2(Inputs.SDKAPPID, Inputs.KEY);

    @Override
    public Object apply(int count) {
        String last = null;
        for (int i = 0; i < count; i++) {
            last = api.genUserSig(Inputs.USERID, Inputs.EXPIRE);
        }
        return last;
    }
}
