package calls;

import com.tls.tls_sigature.tls_sigature;
import java.util.function.IntFunction;

/** So many legacy UserSigs, the key given with each as PEM. */
public final class LegacySign implements IntFunction<Object> {
    @Override
    public Object apply(int count) {
        String last = null;
        for (int i = 0; i < count; i++) {
            last = tls_sigature.genSig(Inputs.SDKAPPID, Inputs.USERID, Inputs.PRIVATE_KEY).urlSig;
        }
        return last;
    }
}
