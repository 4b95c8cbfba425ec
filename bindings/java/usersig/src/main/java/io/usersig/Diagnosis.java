package io.usersig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Why a ticket is rejected and what to do about it.
 *
 * <pre>{@code
 * String ticket = new Application(1400000000L, "secret").sign("xiaojun", 86400);
 * Diagnosis found = UserSig.diagnose(new Symptoms(ticket).sdkappid(1400000000L).userid("xiaojun").key("secret\n"));
 * if (found.has("key-white-space")) {
 *     System.out.println(found.getCode() + " " + found.getReason() + "; " + found.getCauses().get(0).getAdvice());
 * }
 * }</pre>
 */
public final class Diagnosis {
    /** Numbers of a row that the native half fills. */
    static final int NUMBERS = 2 + Claims.NUMBERS;
    private static final int CLAIMS_AT = 4;
    private static final int CAUSES_AT = CLAIMS_AT + Claims.TEXTS;

    private final FaultKind kind;
    private final int code;
    private final String reason;
    private final List<Cause> causes;
    private final String repaired;
    private final Claims claims;
    private final String json;

    /** From the numbers and texts that the native half fills. */
    Diagnosis(long[] numbers, byte[][] texts) {
        this.kind = numbers[0] == 0 ? null : FaultKind.numbered((int) numbers[0]);
        this.code = (int) numbers[1];
        this.json = Texts.string(texts[0]);
        this.reason = texts[1] == null ? null : Texts.string(texts[1]);
        this.repaired = texts[2] == null ? null : Texts.string(texts[2]);
        this.claims = texts[CLAIMS_AT] == null ? null : new Claims(numbers, 2, texts, CLAIMS_AT);
        List<Cause> found = new ArrayList<>();
        for (byte severity : texts[3]) {
            found.add(new Cause(texts, CAUSES_AT + found.size() * Cause.TEXTS, Severity.numbered(severity)));
        }
        this.causes = Collections.unmodifiableList(found);
    }

    /**
     * Whether the ticket is rejected. What was not given, a key, a UserID, an SDKAppID, is not checked: without a key,
     * a ticket that is not rejected may still be anybody's.
     */
    public boolean isRejected() {
        return kind != null;
    }

    /** The kind of the rejection; null for a ticket that is not rejected. */
    public FaultKind getKind() {
        return kind;
    }

    /** Tencent's code of the rejection, 70001 to 70016; 0 for a ticket that is not rejected. */
    public int getCode() {
        return code;
    }

    /** The rejection in words; null for a ticket that is not rejected. */
    public String getReason() {
        return reason;
    }

    /** All that was found, the most serious first; the list cannot be changed. */
    public List<Cause> getCauses() {
        return causes;
    }

    /** Whether a cause of this {@linkplain Cause#getId() id} was found. */
    public boolean has(String id) {
        for (Cause cause : causes) {
            if (cause.getId().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** The ticket without the damage that it took on its way; null where there is none or it cannot be undone. */
    public String getRepaired() {
        return repaired;
    }

    /** What the ticket claims, not verified; null if it cannot be read. */
    public Claims getClaims() {
        return claims;
    }

    /** All of it as JSON: the text that the command {@code usersig diagnose --json} prints, too. */
    public String toJson() {
        return json;
    }

    @Override
    public String toString() {
        return "Diagnosis{" + (isRejected() ? code + " " + reason : "not rejected") + ", causes=" + causes + '}';
    }
}
