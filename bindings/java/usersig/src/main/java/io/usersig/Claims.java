package io.usersig;

/**
 * What a ticket claims. Nothing of it is verified: anybody can write a ticket.
 *
 * <pre>{@code
 * String ticket = new Application(1400000000L, "secret").sign("xiaojun", 86400);
 * Claims claims = UserSig.inspect(ticket);
 * System.out.println(claims.getUserid() + " of " + claims.getSdkappid() + " until " + claims.getExpiresAt());
 * }</pre>
 */
public final class Claims {
    /** Numbers of a row that the native half fills. */
    static final int NUMBERS = 4;
    /** Texts of a row that the native half fills. */
    static final int TEXTS = 5;

    private final long time;
    private final long expire;
    private final Algorithm algorithm;
    private final long sdkappid;
    private final String userid;
    private final byte[] userbuf;
    private final byte[] signature;
    private final String ticketJson;
    private final String json;

    /** From the rows of numbers and of texts that start at these indexes. */
    Claims(long[] numbers, int at, byte[][] texts, int textAt) {
        this.time = numbers[at];
        this.expire = numbers[at + 1];
        this.algorithm = Algorithm.numbered(numbers[at + 2]);
        this.sdkappid = numbers[at + 3];
        this.userid = Texts.string(texts[textAt]);
        this.userbuf = texts[textAt + 1];
        this.signature = texts[textAt + 2];
        this.ticketJson = Texts.string(texts[textAt + 3]);
        this.json = Texts.string(texts[textAt + 4]);
    }

    /** The UserID. */
    public String getUserid() {
        return userid;
    }

    /** The SDKAppID. */
    public long getSdkappid() {
        return sdkappid;
    }

    /** Time of signing, Unix seconds. */
    public long getTime() {
        return time;
    }

    /** Validity, seconds. */
    public long getExpire() {
        return expire;
    }

    /** The last second at which the ticket says it is valid, Unix seconds. */
    public long getExpiresAt() {
        return time + expire;
    }

    /** The algorithm that the ticket says it is signed with. */
    public Algorithm getAlgorithm() {
        return algorithm;
    }

    /** The bytes that the ticket carries, or null; an empty UserBuf is not the same as none. */
    public byte[] getUserBuf() {
        return userbuf == null ? null : userbuf.clone();
    }

    /** The UserBuf as a PrivateMapKey; null if it is none. */
    public PrivateMapKey getPrivateMapKey() {
        return userbuf == null ? null : PrivateMapKey.parse(userbuf);
    }

    /** The signature's bytes; empty when what is written there cannot be a signature. */
    public byte[] getSignature() {
        return signature.clone();
    }

    /** The JSON inside the ticket, as it is written. */
    public String getTicketJson() {
        return ticketJson;
    }

    /** All claims as JSON: the text that the command {@code usersig inspect --json} prints, too. */
    public String toJson() {
        return json;
    }

    @Override
    public String toString() {
        return "Claims{userid=" + userid + ", sdkappid=" + sdkappid + ", time=" + time + ", expire=" + expire
                + ", algorithm=" + algorithm.getName() + ", userbuf="
                + (userbuf == null ? "none" : userbuf.length + " bytes") + '}';
    }
}
