package io.usersig;

/** How a current ticket is compressed. Every reader takes both. */
public enum Encoding {
    /** The shortest ticket. */
    COMPACT,
    /** No compression: least work for signer and reader, about a third longer. */
    STORED
}
