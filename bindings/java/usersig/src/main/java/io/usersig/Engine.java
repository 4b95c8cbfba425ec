package io.usersig;

/**
 * The native half. Texts are bytes in UTF-8; a fault is thrown as an exception.
 *
 * <p>A handle among the parameters keeps the application at its slot alive until the call returns.
 */
final class Engine {
    /** The version of the native methods that this class declares. */
    private static final int PROTOCOL = 2;

    static final int USERID = 0;
    static final int TICKET = 1;
    static final int KEY = 2;
    static final int ROOM = 3;
    static final int OPTION = 4;
    static final int MISSING = 0;
    static final int NOT_UNICODE = 1;
    static final int WRONG_TYPE = 2;
    static final int OUT_OF_RANGE = 3;

    /** Why there is no native half; null where there is one. */
    private static final UnsatisfiedLinkError FAILURE = load();

    private Engine() {}

    /**
     * Comes before every native method that is called without a handle.
     *
     * @throws UnsatisfiedLinkError the same one each time, with what to do about it
     */
    static void require() {
        if (FAILURE != null) {
            UnsatisfiedLinkError failure = new UnsatisfiedLinkError(FAILURE.getMessage());
            failure.initCause(FAILURE);
            throw failure;
        }
    }

    static native int protocol();

    static native long open(long sdkappid, byte[][] keys, int form, int encoding, int bounded, long maxClockSkew,
            long longestValidity, int legacyUtcOffset);

    static native long openCurrent(long sdkappid, byte[] key);

    static native long openLegacy(long sdkappid, byte[] privateKey, byte[] publicKey);

    static native long openLegacyAccount(long sdkappid, byte[] privateKey, byte[] accountType, byte[] appidAt3rd);

    static native void close(Handle handle, long slot);

    static native void release(long slot);

    static native int algorithm(Handle handle, long slot);

    static native byte[] keyFingerprint(Handle handle, long slot);

    static native byte[] sign(Handle handle, long slot, byte[] userid, long expire, byte[] userbuf, long now);

    static native byte[] signPrivateMapKey(Handle handle, long slot, byte[] userid, long expire, long roomId,
            byte[] roomStr, long privileges, long now);

    static native byte[] signMany(Handle handle, long slot, byte[] userids, int[] ends, long expire, long now,
            UserSigException[] faults);

    static native byte[] verify(Handle handle, long slot, byte[] ticket, byte[] userid, int kind, byte[] bytes,
            long roomId, long privileges, long now, long[] numbers);

    static native void verifyMany(Handle handle, long slot, byte[] texts, int[] ends, int kind, byte[] bytes,
            long roomId, long privileges, long now, long[] numbers, byte[][] userbufs, UserSigException[] faults);

    static native byte[] privateMapKey(byte[] userbuf, long[] numbers);

    static native byte[] privateMapKeyBytes(long sdkappid, byte[] userid, long expire, long roomId, byte[] roomStr,
            long privileges, long now);

    static native byte[][] inspect(byte[] ticket, long[] numbers);

    static native byte[][] diagnose(byte[] ticket, int withSdkappid, long sdkappid, byte[] userid, byte[][] keys,
            long[] otherSdkappids, byte[][] otherKeys, long now, long[] numbers);

    static native int requireZero(byte[] accountType, byte[] appidAt3rd);

    static native int compareAccount(byte[] ticket, byte[] accountType, byte[] appidAt3rd);

    /** The exception for a value that does not fit its parameter. */
    static UserSigException misfit(int parameter, int misfit) {
        require();
        return unfit(parameter, misfit);
    }

    private static native UserSigException unfit(int parameter, int misfit);

    /** The exception for rows whose texts or results no array can hold. */
    static UserSigException tooManyRows() {
        UserSigException like = misfit(OPTION, OUT_OF_RANGE);
        String hint = "pass fewer rows per call";
        return new UserSigException(like.getKind(), like.getCode(), like.getCCode(), like.getTrtcCode(),
                "the rows come to more than 2 GiB; " + hint, hint);
    }

    /** The exception of a fault; called by the native half. */
    static UserSigException fault(int kind, int code, int cCode, int trtcCode, String message, String hint) {
        FaultKind known = FaultKind.numbered(kind);
        return known.isRejection()
                ? new RejectedException(known, code, cCode, trtcCode, message, hint)
                : new UserSigException(known, code, cCode, trtcCode, message, hint);
    }

    private static UnsatisfiedLinkError load() {
        try {
            NativeLibrary.load();
            return protocol() == PROTOCOL ? null
                    : new UnsatisfiedLinkError("the native library of usersig is of another version than its jar;"
                            + " take both from one release");
        } catch (UnsatisfiedLinkError e) {
            return e;
        }
    }

    /** Unix seconds of the system clock. */
    static long now() {
        return Math.floorDiv(System.currentTimeMillis(), 1000L);
    }
}
