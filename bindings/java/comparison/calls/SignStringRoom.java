package calls;

import com.tencentyun.TLSSigAPIv2;
import java.util.function.IntFunction;

/** So many PrivateMapKeys of a string room. */
public final class SignStringRoom implements IntFunction<Object> {
    private final TLSSigAPIv2 api = new TLSSigAPIv2(Inputs.SDKAPPID, Inputs.KEY);

    @Override
    public Object apply(int count) {
        String last = null;
        for (int i = 0; i < count; i++) {
            last = api.genPrivateMapKeyWithStringRoomID(Inputs.USERID, Inputs.EXPIRE, "live-room-10000", 255);
        }
        return last;
    }
}
