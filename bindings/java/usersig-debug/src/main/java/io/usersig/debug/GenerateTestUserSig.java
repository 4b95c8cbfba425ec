package io.usersig.debug;

import io.usersig.Faces;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Debug only: makes UserSigs inside an app, whose secret key anybody can then read. Before release, let your server sign.
 *
 * <pre>{@code
 * GenerateTestUserSig.SDKAPPID = 1400000000;
 * GenerateTestUserSig.SECRETKEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
 * String userSig = GenerateTestUserSig.genTestUserSig("xiaojun");
 * }</pre>
 */
public final class GenerateTestUserSig {
    /** The application's number; set it before the first ticket. */
    public static volatile int SDKAPPID;

    /** Validity of the tickets in seconds: 7 days. */
    public static volatile int EXPIRETIME = 604_800;

    /** The application's secret key; set it before the first ticket. */
    public static volatile String SECRETKEY = "";

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private GenerateTestUserSig() {}

    /**
     * A UserSig of the application that {@link #SDKAPPID} and {@link #SECRETKEY} name.
     *
     * @throws io.usersig.UserSigException for what must not be signed, and while the key is not set
     */
    public static String genTestUserSig(String userId) {
        return genTestUserSig(SDKAPPID, userId, SECRETKEY);
    }

    /**
     * A UserSig of another application.
     *
     * @throws io.usersig.UserSigException for what must not be signed
     */
    public static String genTestUserSig(int sdkAppId, String userId, String secretKey) {
        if (WARNED.compareAndSet(false, true)) {
            System.err.println("GenerateTestUserSig is for debugging only: the secret key can be read out of this app."
                    + " Sign on your server before you release it.");
        }
        return Faces.current(sdkAppId, secretKey).sign(userId, EXPIRETIME);
    }
}
