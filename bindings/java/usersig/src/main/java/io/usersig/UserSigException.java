package io.usersig;

/**
 * A request that cannot be served, or, as a {@link RejectedException}, a ticket that is turned away.
 *
 * <p>The message says what is wrong and, after a semicolon, what to do next. It never holds a key or a ticket.
 *
 * <pre>{@code
 * try (Application app = new Application(1400000000L, "secret")) {
 *     app.sign("xiao\njun", 86400);
 * } catch (UserSigException e) {
 *     System.out.println(e.getKind() + " " + e.getCode() + ": " + e.getMessage());
 * }
 * }</pre>
 */
public class UserSigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultKind kind;
    private final int code;
    private final int cCode;
    private final int trtcCode;
    private final String hint;

    UserSigException(FaultKind kind, int code, int cCode, int trtcCode, String message, String hint) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.cCode = cCode;
        this.trtcCode = trtcCode;
        this.hint = hint;
    }

    /** What kind of fault it is. */
    public FaultKind getKind() {
        return kind;
    }

    /**
     * Tencent's code: 70001 to 70016 for a rejection, -3317 SDKAppID, -3318 room, -3319 UserID, -3320 ticket, 6017 for
     * any other parameter; 1 for a defect of usersig. Never 0.
     */
    public int getCode() {
        return code;
    }

    /** The code of the older C and C++ interface, 1 to 17. */
    public int getCCode() {
        return cCode;
    }

    /** The code that the TRTC SDK reports for a rejected ticket; 0 for a wrong request. */
    public int getTrtcCode() {
        return trtcCode;
    }

    /** What to do next, in one sentence. */
    public String getHint() {
        return hint;
    }
}
