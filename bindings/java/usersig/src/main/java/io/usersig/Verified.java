package io.usersig;

/** What a verified ticket says besides the UserID and SDKAppID that were asked for. */
public final class Verified {
    /** Numbers of a row that the native half fills. */
    static final int NUMBERS = 4;

    private final long time;
    private final long expire;
    private final int keyIndex;
    private final Algorithm algorithm;
    private final byte[] userbuf;

    /** From the row of numbers that starts at an index. */
    Verified(long[] numbers, int at, byte[] userbuf) {
        this.time = numbers[at];
        this.expire = numbers[at + 1];
        this.keyIndex = (int) numbers[at + 2];
        this.algorithm = Algorithm.numbered(numbers[at + 3]);
        this.userbuf = userbuf;
    }

    /** Time of signing, Unix seconds. */
    public long getTime() {
        return time;
    }

    /** Validity, seconds. */
    public long getExpire() {
        return expire;
    }

    /** The last second at which the ticket is valid, Unix seconds. */
    public long getExpiresAt() {
        return time + expire;
    }

    /** Which key of the application made the signature, counted from 0. */
    public int getKeyIndex() {
        return keyIndex;
    }

    /** The algorithm of the signature. */
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

    @Override
    public String toString() {
        return "Verified{time=" + time + ", expire=" + expire + ", algorithm=" + algorithm.getName()
                + ", keyIndex=" + keyIndex + ", userbuf=" + (userbuf == null ? "none" : userbuf.length + " bytes")
                + '}';
    }
}
