package io.usersig;

/** Which UserIDs an application signs. None holds control characters: those are never signed. */
public enum UserIdForm {
    /** 1 to 32 bytes of {@code A-Z a-z 0-9 _ -}, as the product documents say. */
    DOCUMENTED,
    /** 1 to 2048 characters of printable ASCII, as the SDK's own check says. */
    ASCII,
    /** Any text, 1 to 2048 bytes of UTF-8. */
    UTF8
}
