package io.usersig;

/** How much a cause of a {@link Diagnosis} weighs, the lightest first. */
public enum Severity {
    /** Good to know; nothing is rejected for it. */
    NOTE("note"),
    /** Accepted here, but asking for trouble elsewhere or later. */
    WARNING("warning"),
    /** Why the ticket is rejected. */
    FATAL("fatal");

    private static final Severity[] ALL = values();

    private final String text;

    Severity(String text) {
        this.text = text;
    }

    /** The stable name, the same in every language. */
    public String getName() {
        return text;
    }

    static Severity numbered(int number) {
        return ALL[number];
    }
}
