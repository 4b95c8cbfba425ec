package io.usersig;

/** What a verifier expects a ticket to carry besides its UserID. */
public final class Expected {
    private static final Expected ANY = new Expected(0, null, 0, 0);
    private static final Expected NO_USERBUF = new Expected(1, null, 0, 0);

    final int kind;
    final byte[] bytes;
    final long roomId;
    final long privileges;

    private Expected(int kind, byte[] bytes, long roomId, long privileges) {
        this.kind = kind;
        this.bytes = bytes;
        this.roomId = roomId;
        this.privileges = privileges;
    }

    /** Any UserBuf, or none. */
    public static Expected any() {
        return ANY;
    }

    /** No UserBuf. */
    public static Expected noUserBuf() {
        return NO_USERBUF;
    }

    /** Exactly these bytes as the UserBuf. */
    public static Expected userBuf(byte[] userbuf) {
        return new Expected(2, userbuf == null ? null : userbuf.clone(), 0, 0);
    }

    /**
     * A PrivateMapKey of this user for this room, with at least these privileges, whose own time is not over.
     *
     * @param privileges a mask from 0 to 255
     */
    public static Expected room(Room room, long privileges) {
        if (room == null) {
            throw Engine.misfit(Engine.ROOM, Engine.MISSING);
        }
        return new Expected(3, room.text, room.id, privileges);
    }
}
