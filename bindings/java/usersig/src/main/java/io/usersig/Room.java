package io.usersig;

/**
 * A room of a PrivateMapKey. Numeric and string rooms are different rooms, whatever their names say.
 *
 * <p>It is checked where it is used: a room that is none is a {@link UserSigException} with the code -3318 there.
 */
public final class Room {
    final long id;
    /** Null for a numeric room. */
    final byte[] text;

    private Room(long id, byte[] text) {
        this.id = id;
        this.text = text;
    }

    /** A numeric room, 1 to 4294967294. */
    public static Room id(long number) {
        return new Room(number, null);
    }

    /** A string room, 1 to 64 bytes of the documented characters. */
    public static Room str(String text) {
        if (text == null) {
            throw Engine.misfit(Engine.ROOM, Engine.MISSING);
        }
        return new Room(0, Texts.utf8(text));
    }

    /** Whether the room is named by a number. */
    public boolean isNumeric() {
        return text == null;
    }

    /** The number; 0 for a string room. */
    public long getId() {
        return id;
    }

    /** The name; null for a numeric room. */
    public String getStr() {
        return text == null ? null : Texts.string(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Room
                && ((Room) other).id == id
                && java.util.Arrays.equals(((Room) other).text, text);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id) ^ java.util.Arrays.hashCode(text);
    }

    /** The number, or the name in quotes. */
    @Override
    public String toString() {
        return text == null ? Long.toString(id) : '"' + getStr() + '"';
    }
}
