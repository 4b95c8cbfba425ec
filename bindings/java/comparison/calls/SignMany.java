package calls;

import io.usersig.Application;
import java.util.Collections;
import java.util.function.IntFunction;

/** So many UserSigs, a thousand a call, each taken as a string. */
public final class SignMany implements IntFunction<Object> {
    private static final int ROWS = 1000;

    private final Application application = new Application(Inputs.SDKAPPID, Inputs.KEY);

    @Override
    public Object apply(int count) {
        Object last = null;
        for (int done = 0; done < count; done += ROWS) {
            int rows = Math.min(ROWS, count - done);
            last = application.signMany(Collections.nCopies(rows, Inputs.USERID), Inputs.EXPIRE).toList().get(0);
        }
        return last;
    }
}
