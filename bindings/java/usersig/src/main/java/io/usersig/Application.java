package io.usersig;

import java.util.List;

/**
 * One application with its keys: signs with the first, verifies with all.
 *
 * <p>Making one prepares the keys: make it once and share it between threads, all of which may use it at a time.
 * {@link #close()} wipes the keys at once. An application that is dropped without being closed is wiped and freed when
 * the next one is made or closed after the garbage collector has found it.
 *
 * <pre>{@code
 * Application app = new Application(1400000000L, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
 *
 * String ticket = app.sign("xiaojun", Application.DEFAULT_EXPIRE);
 * Verified verified = app.verify(ticket, "xiaojun");
 * System.out.println("valid until " + verified.getExpiresAt());
 * }</pre>
 *
 * <p>Times are in seconds, moments in Unix seconds. Without {@code now}, the system clock is read. A value that does not
 * fit is a {@link UserSigException}, a ticket that is turned away a {@link RejectedException}, and a call after closing
 * an {@link IllegalStateException}.
 */
public final class Application implements AutoCloseable {
    /** The validity that generators default to: 180 days, in seconds. */
    public static final long DEFAULT_EXPIRE = 15_552_000;

    private final long sdkappid;
    private final Handle handle;

    /**
     * An application whose settings are the usual ones.
     *
     * @param sdkappid 1 to 4294967295
     * @param keys secret keys, or PEM texts of the legacy algorithm. The first one signs and decides the algorithm of
     *     new tickets; a public PEM key there makes an application that verifies only. They are used character by
     *     character: strip the line end of a file before.
     */
    public Application(long sdkappid, String... keys) {
        this(builder(sdkappid).keys(keys));
    }

    Application(ApplicationBuilder builder) {
        this(builder.sdkappid, builder.open());
    }

    Application(long sdkappid, long slot) {
        this.sdkappid = sdkappid;
        this.handle = new Handle(slot);
    }

    /** An application with settings: other UserIDs, policies, keys as bytes. */
    public static ApplicationBuilder builder(long sdkappid) {
        return new ApplicationBuilder(sdkappid);
    }

    /**
     * One ticket, valid from now on.
     *
     * @param expire validity in seconds, 0 or more
     */
    public String sign(String userid, long expire) {
        return sign(userid, expire, null, Engine.now());
    }

    /**
     * One ticket with a UserBuf, valid from now on.
     *
     * @param userbuf at most 8192 bytes, or null for none; an empty one is not the same as none
     */
    public String sign(String userid, long expire, byte[] userbuf) {
        return sign(userid, expire, userbuf, Engine.now());
    }

    /** One ticket, with a UserBuf unless it is null, valid from {@code now} on. */
    public String sign(String userid, long expire, byte[] userbuf, long now) {
        return Texts.ascii(Engine.sign(handle, handle.slot, Texts.utf8(userid), expire, userbuf, now));
    }

    /**
     * A PrivateMapKey: a ticket that also says which room the user may enter, and with which privileges.
     *
     * @param expire validity in seconds; hours are usual, since the service checks it again when an audience member
     *     becomes an anchor
     * @param privileges a mask of {@link Privileges}, 0 to 255
     */
    public String signPrivateMapKey(String userid, long expire, Room room, long privileges) {
        return signPrivateMapKey(userid, expire, room, privileges, Engine.now());
    }

    /** A PrivateMapKey, valid from {@code now} on. */
    public String signPrivateMapKey(String userid, long expire, Room room, long privileges, long now) {
        if (room == null) {
            throw Engine.misfit(Engine.ROOM, Engine.MISSING);
        }
        return Texts.ascii(Engine.signPrivateMapKey(handle, handle.slot, Texts.utf8(userid), expire, room.id,
                room.text, privileges, now));
    }

    /**
     * Tickets for many users in one call, valid from now on.
     *
     * <p>A UserID that must not be signed has its exception in its row; the others get their tickets.
     *
     * @throws UserSigException for what concerns every row: the validity, a key that cannot sign, and tickets that come
     *     to more than 2 GiB together, some eight million short ones
     */
    public SignedRows signMany(List<String> userids, long expire) {
        return signMany(userids, expire, Engine.now());
    }

    /** Tickets for many users in one call, valid from {@code now} on; otherwise as {@link #signMany(List, long)}. */
    public SignedRows signMany(List<String> userids, long expire, long now) {
        Object[] rows = Texts.elements(userids, Engine.USERID);
        Texts texts = new Texts(rows.length);
        for (Object row : rows) {
            texts.add(row);
        }
        UserSigException[] faults = new UserSigException[rows.length];
        int[] ends = texts.ends();
        byte[] tickets = Engine.signMany(handle, handle.slot, texts.bytes(), ends, expire, now, faults);
        if (tickets == null) {
            throw Engine.tooManyRows();
        }
        for (int row = 0; row < rows.length; row++) {
            if (!(rows[row] instanceof String)) {
                faults[row] = Texts.misfit(rows[row], Engine.USERID);
            }
        }
        return new SignedRows(tickets, ends, faults);
    }

    /**
     * Verifies a ticket of this user now, whatever UserBuf it carries.
     *
     * <p>The UserID may be any text without control characters, whatever form is signed.
     *
     * @throws RejectedException when the ticket is turned away
     */
    public Verified verify(String ticket, String userid) {
        return verify(ticket, userid, Expected.any(), Engine.now());
    }

    /** Verifies a ticket of this user that carries what is expected, now. */
    public Verified verify(String ticket, String userid, Expected expected) {
        return verify(ticket, userid, expected, Engine.now());
    }

    /** Verifies a ticket of this user that carries what is expected, at {@code now}. */
    public Verified verify(String ticket, String userid, Expected expected, long now) {
        require(expected);
        long[] numbers = new long[Verified.NUMBERS];
        byte[] userbuf = Engine.verify(handle, handle.slot, Texts.utf8(ticket), Texts.utf8(userid), expected.kind,
                expected.bytes, expected.roomId, expected.privileges, now, numbers);
        return new Verified(numbers, 0, userbuf);
    }

    /** Verifies many tickets in one call, now, whatever UserBufs they carry. */
    public VerifiedRows verifyMany(List<String> tickets, List<String> userids) {
        return verifyMany(tickets, userids, Expected.any(), Engine.now());
    }

    /**
     * Verifies many tickets in one call, at {@code now}: each ticket with the UserID at the same index.
     *
     * @throws UserSigException for what concerns every row, for example lists of different sizes, or texts of more than
     *     2 GiB together; what concerns one row stands in the row
     */
    public VerifiedRows verifyMany(List<String> tickets, List<String> userids, Expected expected, long now) {
        require(expected);
        Object[] ticketRows = Texts.elements(tickets, Engine.TICKET);
        Object[] useridRows = Texts.elements(userids, Engine.USERID);
        int size = ticketRows.length;
        if (useridRows.length != size) {
            throw Engine.misfit(useridRows.length < size ? Engine.USERID : Engine.TICKET, Engine.MISSING);
        }
        if (size > Integer.MAX_VALUE / Verified.NUMBERS) {
            throw Engine.tooManyRows();
        }
        Texts texts = new Texts(2 * size);
        for (int row = 0; row < size; row++) {
            texts.add(ticketRows[row]);
            texts.add(useridRows[row]);
        }
        long[] numbers = new long[Verified.NUMBERS * size];
        byte[][] userbufs = new byte[size][];
        UserSigException[] faults = new UserSigException[size];
        Engine.verifyMany(handle, handle.slot, texts.bytes(), texts.ends(), expected.kind, expected.bytes,
                expected.roomId, expected.privileges, now, numbers, userbufs, faults);
        for (int row = 0; row < size; row++) {
            if (!(ticketRows[row] instanceof String)) {
                faults[row] = Texts.misfit(ticketRows[row], Engine.TICKET);
            } else if (!(useridRows[row] instanceof String)) {
                faults[row] = Texts.misfit(useridRows[row], Engine.USERID);
            }
        }
        return new VerifiedRows(numbers, userbufs, faults);
    }

    /** The SDKAppID. */
    public long getSdkappid() {
        return sdkappid;
    }

    /** The algorithm of new tickets; null for an application that verifies only. */
    public Algorithm getAlgorithm() {
        int number = Engine.algorithm(handle, handle.slot);
        return number < 0 ? null : Algorithm.numbered(number);
    }

    /**
     * Eight hexadecimal digits that tell signing keys apart and give nothing away; null for an application that verifies
     * only.
     */
    public String getKeyFingerprint() {
        byte[] name = Engine.keyFingerprint(handle, handle.slot);
        return name == null ? null : Texts.ascii(name);
    }

    /**
     * Wipes the keys, as soon as no other thread is using them, and those of applications that were dropped without being
     * closed. Closing again does nothing.
     */
    @Override
    public void close() {
        Engine.close(handle, handle.slot);
        Handle.free();
    }

    /** The SDKAppID; never a key. */
    @Override
    public String toString() {
        return "Application{sdkappid=" + sdkappid + '}';
    }

    private static void require(Expected expected) {
        if (expected == null) {
            throw Engine.misfit(Engine.OPTION, Engine.MISSING);
        }
    }
}
