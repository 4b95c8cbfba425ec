package io.usersig;

/**
 * The room, privileges and end that a PrivateMapKey names.
 *
 * <p>Its user, application and end were compared only if the verification asked for a room.
 */
public final class PrivateMapKey {
    private final Room room;
    private final long privileges;
    private final long expiresAt;

    private PrivateMapKey(Room room, long privileges, long expiresAt) {
        this.room = room;
        this.privileges = privileges;
        this.expiresAt = expiresAt;
    }

    /** Null for bytes that are no PrivateMapKey. */
    static PrivateMapKey parse(byte[] userbuf) {
        long[] numbers = new long[4];
        byte[] text = Engine.privateMapKey(userbuf, numbers);
        if (numbers[0] == 0) {
            return null;
        }
        Room room = text == null ? Room.id(numbers[1]) : Room.str(Texts.string(text));
        return new PrivateMapKey(room, numbers[2], numbers[3]);
    }

    /** The room. */
    public Room getRoom() {
        return room;
    }

    /** The mask of privileges. */
    public long getPrivileges() {
        return privileges;
    }

    /** The last second at which the room may be entered, Unix seconds. */
    public long getExpiresAt() {
        return expiresAt;
    }
}
