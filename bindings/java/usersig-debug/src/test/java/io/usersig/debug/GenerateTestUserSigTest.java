package io.usersig.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersig.Application;
import io.usersig.FaultKind;
import io.usersig.UserSigException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** The calls of the client demos, and the warning that comes with the first. */
class GenerateTestUserSigTest {
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    @Test
    void signsAndWarnsOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        try {
            UserSigException e =
                    assertThrows(UserSigException.class, () -> GenerateTestUserSig.genTestUserSig("xiaojun"));
            assertEquals(FaultKind.INVALID_SDKAPPID, e.getKind());
            GenerateTestUserSig.SDKAPPID = 1400000000;
            e = assertThrows(UserSigException.class, () -> GenerateTestUserSig.genTestUserSig("xiaojun"));
            assertEquals(FaultKind.INVALID_KEY, e.getKind());

            GenerateTestUserSig.SECRETKEY = KEY;
            String ticket = GenerateTestUserSig.genTestUserSig("xiaojun");
            assertEquals(604_800, new Application(1400000000, KEY).verify(ticket, "xiaojun").getExpire());

            String other = GenerateTestUserSig.genTestUserSig(1400000001, "xiaojun", KEY);
            assertEquals(604_800, new Application(1400000001, KEY).verify(other, "xiaojun").getExpire());
        } finally {
            System.setErr(before);
        }
        assertEquals(1, printed.toString().lines().count(), printed::toString);
        assertTrue(printed.toString().contains("debugging only"));
    }
}
