package io.usersig;

/** A ticket that is turned away. {@link #getCode()} is what Tencent's services answer, 70001 to 70016. */
public final class RejectedException extends UserSigException {
    private static final long serialVersionUID = 1L;

    RejectedException(FaultKind kind, int code, int cCode, int trtcCode, String message, String hint) {
        super(kind, code, cCode, trtcCode, message, hint);
    }
}
