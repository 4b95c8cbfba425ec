package calls;

import io.usersig.Application;
import java.util.function.IntFunction;

/** So many verifications of a UserSig. */
public final class Verify implements IntFunction<Object> {
    private final Application application = new Application(Inputs.SDKAPPID, Inputs.KEY);
    private final String ticket = application.sign(Inputs.USERID, Inputs.EXPIRE);

    @Override
    public Object apply(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += application.verify(ticket, Inputs.USERID).getExpire();
        }
        return sum == count * Inputs.EXPIRE ? ticket : null;
    }
}
