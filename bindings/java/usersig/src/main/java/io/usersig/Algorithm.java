package io.usersig;

/** The algorithm of a ticket's signature. */
public enum Algorithm {
    /** The current one, with a secret key. */
    HMAC_SHA256("hmac-sha256"),
    /** The legacy one, with a pair of PEM keys. */
    ECDSA_SHA256("ecdsa-sha256");

    private static final Algorithm[] ALL = values();

    private final String text;

    Algorithm(String text) {
        this.text = text;
    }

    /** The stable name, the same in every language. */
    public String getName() {
        return text;
    }

    static Algorithm numbered(long number) {
        return ALL[(int) number];
    }
}
