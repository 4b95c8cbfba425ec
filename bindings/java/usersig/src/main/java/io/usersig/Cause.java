package io.usersig;

/**
 * One thing that was found about a ticket.
 *
 * <pre>{@code
 * String ticket = new Application(1400000000L, "secret").sign("xiaojun", 86400);
 * for (Cause cause : UserSig.diagnose(new Symptoms(ticket).key("secret\n")).getCauses()) {
 *     System.out.println(cause.getSeverity() + " " + cause.getId() + ": " + cause.getText());
 *     System.out.println(cause.getAdvice());
 * }
 * }</pre>
 */
public final class Cause {
    /** Texts of a row that the native half fills. */
    static final int TEXTS = 3;

    private final String id;
    private final Severity severity;
    private final String text;
    private final String advice;

    /** From the texts that start at an index. */
    Cause(byte[][] texts, int at, Severity severity) {
        this.id = Texts.string(texts[at]);
        this.severity = severity;
        this.text = Texts.string(texts[at + 1]);
        this.advice = Texts.string(texts[at + 2]);
    }

    /** A stable name for programs, for example {@code key-white-space}. */
    public String getId() {
        return id;
    }

    /** How much it weighs. */
    public Severity getSeverity() {
        return severity;
    }

    /** What it is, for people. */
    public String getText() {
        return text;
    }

    /** What to do next, for people. */
    public String getAdvice() {
        return advice;
    }

    @Override
    public String toString() {
        return severity.getName() + ' ' + id + ": " + text;
    }
}
