package calls;

import com.tls.tls_sigature.tls_sigature;
import java.util.function.IntFunction;
import java.util.zip.DataFormatException;

/** So many verifications of a legacy UserSig, the key given with each as PEM. */
public final class LegacyVerify implements IntFunction<Object> {
    private final String ticket = tls_sigature.genSig(Inputs.SDKAPPID, Inputs.USERID, Inputs.PRIVATE_KEY).urlSig;

    @Override
    public Object apply(int count) {
        boolean valid = true;
        for (int i = 0; i < count; i++) {
            try {
                valid &= tls_sigature.CheckTLSSignatureEx(ticket, Inputs.SDKAPPID, Inputs.USERID, Inputs.PUBLIC_KEY)
                        .verifyResult;
            } catch (DataFormatException e) {
                throw new IllegalStateException(e);
            }
        }
        return valid ? ticket : null;
    }
}
