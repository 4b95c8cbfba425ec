package io.usersig;

/** What can be said of a ticket without an application. */
public final class UserSig {
    private UserSig() {}

    /**
     * What a ticket claims, as JSON. It is not verified: anybody can write a ticket.
     *
     * <pre>{@code
     * String ticket = new Application(1400000000L, "secret").sign("xiaojun", 86400);
     * System.out.println(UserSig.inspect(ticket));
     * }</pre>
     *
     * @throws UserSigException when the ticket cannot be read
     */
    public static String inspect(String ticket) {
        return Texts.string(Engine.inspect(Texts.utf8(ticket)));
    }

    /**
     * Explains as JSON why a ticket is rejected and what to do about it.
     *
     * <p>It takes its time: it is for people, not for the path of every request.
     *
     * <pre>{@code
     * String ticket = new Application(1400000000L, "secret").sign("xiaojun", 86400);
     * System.out.println(UserSig.diagnose(new Symptoms(ticket).sdkappid(1400000000L).userid("xiaojun").key("secret\n")));
     * }</pre>
     *
     * @throws UserSigException for symptoms out of range
     */
    public static String diagnose(Symptoms symptoms) {
        if (symptoms == null) {
            throw Engine.misfit(Engine.OPTION, Engine.MISSING);
        }
        return Texts.string(symptoms.diagnose());
    }
}
