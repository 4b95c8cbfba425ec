package io.usersig;

/** What can be said of a ticket without an application. */
public final class UserSig {
    private UserSig() {}

    /**
     * What a ticket claims. It is not verified: anybody can write a ticket.
     *
     * <pre>{@code
     * String ticket = new Application(1400000000L, "secret").sign("xiaojun", 86400);
     * System.out.println(UserSig.inspect(ticket).getUserid());
     * }</pre>
     *
     * @throws UserSigException when the ticket cannot be read
     */
    public static Claims inspect(String ticket) {
        Engine.require();
        long[] numbers = new long[Claims.NUMBERS];
        byte[][] texts = Engine.inspect(Texts.utf8(ticket), numbers);
        return new Claims(numbers, 0, texts, 0);
    }

    /**
     * Explains why a ticket is rejected and what to do about it.
     *
     * <p>It takes its time: it is for people, not for the path of every request.
     *
     * <pre>{@code
     * String ticket = new Application(1400000000L, "secret").sign("xiaojun", 86400);
     * System.out.println(UserSig.diagnose(new Symptoms(ticket).sdkappid(1400000000L).key("secret\n")).getCauses());
     * }</pre>
     *
     * @throws UserSigException for symptoms out of range
     */
    public static Diagnosis diagnose(Symptoms symptoms) {
        if (symptoms == null) {
            throw Engine.misfit(Engine.OPTION, Engine.MISSING);
        }
        return symptoms.diagnose();
    }
}
