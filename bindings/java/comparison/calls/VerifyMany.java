package calls;

import io.usersig.Application;
import io.usersig.VerifiedRows;
import java.util.Collections;
import java.util.function.IntFunction;

/** So many verifications, a thousand a call. */
public final class VerifyMany implements IntFunction<Object> {
    private static final int ROWS = 1000;

    private final Application application = new Application(Inputs.SDKAPPID, Inputs.KEY);
    private final String ticket = application.sign(Inputs.USERID, Inputs.EXPIRE);

    @Override
    public Object apply(int count) {
        long valid = 0;
        for (int done = 0; done < count; done += ROWS) {
            int rows = Math.min(ROWS, count - done);
            VerifiedRows found = application.verifyMany(
                    Collections.nCopies(rows, ticket), Collections.nCopies(rows, Inputs.USERID));
            for (int row = 0; row < rows; row++) {
                valid += found.isValid(row) ? 1 : 0;
            }
        }
        return valid == count ? ticket : null;
    }
}
