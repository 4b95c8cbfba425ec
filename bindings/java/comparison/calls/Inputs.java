package calls;

/** The same inputs for everybody. */
final class Inputs {
    static final long SDKAPPID = 1400000000L;
    static final String USERID = "xiaojun";
    static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    static final long EXPIRE = 15552000L;
    static final String PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\n"
            + "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD\n"
            + "wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr\n"
            + "DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8\n"
            + "-----END PRIVATE KEY-----\n";
    static final String PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----\n"
            + "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+8QdmKq/Q1XDlbfkWz4JgepslRpx\n"
            + "Kw1wAnd3eqC0P1Bk8U38cFjQwCczpatzA1xQXzzqE4X2MyzfbozcPh0YPA==\n"
            + "-----END PUBLIC KEY-----\n";

    private Inputs() {}
}
