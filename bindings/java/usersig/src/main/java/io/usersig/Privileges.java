package io.usersig;

/** What a {@link PrivateMapKey} allows, bit by bit; combine them with {@code |}. */
public final class Privileges {
    /** Nothing. */
    public static final long NONE = 0;
    /** Create the room. */
    public static final long CREATE_ROOM = 1;
    /** Enter the room. */
    public static final long ENTER = 2;
    /** Send audio. */
    public static final long SEND_AUDIO = 4;
    /** Receive audio. */
    public static final long RECEIVE_AUDIO = 8;
    /** Send video. */
    public static final long SEND_VIDEO = 16;
    /** Receive video. */
    public static final long RECEIVE_VIDEO = 32;
    /** Send substream (screen share) video. */
    public static final long SEND_SUBSTREAM = 64;
    /** Receive substream video. */
    public static final long RECEIVE_SUBSTREAM = 128;
    /** Enter, and receive audio and video. */
    public static final long AUDIENCE = 42;
    /** Everything. */
    public static final long ALL = 255;

    private Privileges() {}
}
