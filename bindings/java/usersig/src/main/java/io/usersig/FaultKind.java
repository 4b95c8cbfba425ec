package io.usersig;

/** What kind of fault it is: for a program to tell faults apart. */
public enum FaultKind {
    /** The UserID must not be signed or cannot be looked for. */
    INVALID_USERID(1, "invalid_userid"),
    /** The SDKAppID is not within 1 to 4294967295. */
    INVALID_SDKAPPID(2, "invalid_sdkappid"),
    /** A key is missing, unreadable, or cannot do what is asked. */
    INVALID_KEY(3, "invalid_key"),
    /** The validity is negative or ends out of range. */
    INVALID_EXPIRE(4, "invalid_expire"),
    /** The moment is negative. */
    INVALID_TIME(5, "invalid_time"),
    /** The UserBuf is too long. */
    INVALID_USERBUF(6, "invalid_userbuf"),
    /** The room is not a room id. */
    INVALID_ROOM(7, "invalid_room"),
    /** The privileges are not a mask from 0 to 255. */
    INVALID_PRIVILEGES(8, "invalid_privileges"),
    /** The ticket parameter is not a text. */
    INVALID_TICKET(9, "invalid_ticket"),
    /** Another parameter is not what it has to be. */
    INVALID_ARGUMENT(10, "invalid_argument"),
    /** A buffer is too small. It does not occur in Java, where results have the size they need. */
    BUFFER_TOO_SMALL(11, "buffer_too_small"),
    /** The ECDSA signature could not be made. */
    SIGNING_FAILED(12, "signing_failed"),
    /** There is no usable system clock, and no time was passed. */
    CLOCK(13, "clock"),
    /** A defect of usersig. */
    INTERNAL(14, "internal"),
    /** Rejected: the ticket is empty. */
    EMPTY(101, "empty"),
    /** Rejected: the ticket cannot be decoded. */
    UNDECODABLE(102, "undecodable"),
    /** Rejected: a member is missing or malformed. */
    MALFORMED(103, "malformed"),
    /** Rejected: the ticket is for another application. */
    MISMATCH_SDKAPPID(104, "mismatch_sdkappid"),
    /** Rejected: the ticket is for another user. */
    MISMATCH_USERID(105, "mismatch_userid"),
    /** Rejected: the ticket's time is over. */
    EXPIRED(106, "expired"),
    /** Rejected: the PrivateMapKey's own time is over. */
    ROOM_EXPIRED(107, "room_expired"),
    /** Rejected: the time of signing lies ahead of the bound on clock skew. */
    FROM_THE_FUTURE(108, "from_the_future"),
    /** Rejected: the ticket is valid for longer than the policy takes. */
    VALID_FOR_TOO_LONG(109, "valid_for_too_long"),
    /** Rejected: the ticket has a UserBuf and none was expected. */
    UNEXPECTED_USERBUF(110, "unexpected_userbuf"),
    /** Rejected: the ticket has no UserBuf and one was expected. */
    MISSING_USERBUF(111, "missing_userbuf"),
    /** Rejected: the UserBuf's bytes differ from those expected. */
    MISMATCH_USERBUF(112, "mismatch_userbuf"),
    /** Rejected: the UserBuf is no PrivateMapKey for this user, application, room and these privileges. */
    MISMATCH_ROOM(113, "mismatch_room"),
    /** Rejected: there is no key for the ticket's algorithm. */
    NO_KEY(114, "no_key"),
    /** Rejected: the signature does not match the key. */
    MISMATCH_SIGNATURE(115, "mismatch_signature"),
    /** Rejected: a legacy ticket's account type or third-party id differs from the one expected. */
    MISMATCH_ACCOUNT(116, "mismatch_account");

    private static final FaultKind[] ALL = values();

    private final int number;
    private final String text;

    FaultKind(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The stable number: below 100 for a request that cannot be served, from 101 on for a ticket that is turned away. */
    public int getNumber() {
        return number;
    }

    /** The stable name, the same in every language, for example {@code invalid_userid}. */
    public String getName() {
        return text;
    }

    /** Whether a ticket was turned away, in contrast to a wrong request. */
    public boolean isRejection() {
        return number > 100;
    }

    static FaultKind numbered(int number) {
        for (FaultKind kind : ALL) {
            if (kind.number == number) {
                return kind;
            }
        }
        return INTERNAL;
    }
}
