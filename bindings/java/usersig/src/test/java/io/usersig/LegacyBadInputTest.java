package io.usersig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tls.tls_sigature.tls_sigature;
import com.tls.tls_sigature.tls_sigature.CheckTLSSignatureResult;
import com.tls.tls_sigature.tls_sigature.GenTLSSignatureResult;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** Bad input to the published legacy names is told in the result; never another exception, never a ticket. */
@SuppressWarnings("deprecation")
class LegacyBadInputTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);
    private static final PemPair PAIR = PemPair.make();
    private static final String TICKET = tls_sigature.genSig(1400000955, "xiaojun", PAIR.privateKey).urlSig;

    @Test
    void userIds() {
        for (String userid : new String[] {
            null, "", "xiao\0jun", "xiao\njun", "\ud800", "\udc00x", "a\ud83d", "\udc00\ud800", "?\ud800", MEGABYTE
        }) {
            assertRefused("UserID", 1400000955, userid, 60, PAIR.privateKey);
            assertTurnedAway("UserID", TICKET, 1400000955, userid, PAIR.publicKey);
        }
    }

    @Test
    void validities() {
        for (long expire : new long[] {-1, Integer.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertRefused("validity", 1400000955, "xiaojun", expire, PAIR.privateKey);
        }
    }

    @Test
    void sdkAppIds() {
        for (long sdkappid : new long[] {0, -1, 1L << 32, (1L << 32) + 1400000955, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertRefused("SDKAppID", sdkappid, "xiaojun", 60, PAIR.privateKey);
            assertTurnedAway("SDKAppID", TICKET, sdkappid, "xiaojun", PAIR.publicKey);
        }
        assertTurnedAway("SDKAppID", TICKET, 1400000956, "xiaojun", PAIR.publicKey);
    }

    @Test
    void keys() {
        String secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
        for (String key : new String[] {
            null, "", "secret", secret, "\ud800", "\0", MEGABYTE, "-----BEGIN PRIVATE KEY-----",
            PAIR.privateKey.substring(40), PAIR.privateKey.replace("PRIVATE", "RSA PRIVATE")
        }) {
            assertRefused("key", 1400000955, "xiaojun", 60, key);
            assertTurnedAway("key", TICKET, 1400000955, "xiaojun", key);
        }
        assertRefused("key", 1400000955, "xiaojun", 60, PAIR.publicKey);
        assertTurnedAway("signature", TICKET, 1400000955, "xiaojun", PemPair.make().publicKey);
    }

    @Test
    void tickets() {
        for (String ticket : new String[] {null, ""}) {
            assertTurnedAway("ticket", ticket, 1400000955, "xiaojun", PAIR.publicKey);
        }
        for (String ticket : new String[] {"eJ", "\0", "\ud800", "小军", MEGABYTE, TICKET.substring(9)}) {
            assertThrows(DataFormatException.class,
                    () -> tls_sigature.CheckTLSSignatureEx(ticket, 1400000955, "xiaojun", PAIR.publicKey));
            CheckTLSSignatureResult oldest =
                    tls_sigature.CheckTLSSignature(ticket, "0", 1400000955, "xiaojun", 0, PAIR.publicKey);
            assertFalse(oldest.verifyResult);
            assertFalse(oldest.errMessage.isEmpty());
        }
    }

    private static void assertRefused(String word, long sdkappid, String userid, long expire, String key) {
        GenTLSSignatureResult[] results = {
            tls_sigature.GenTLSSignature(expire, "0", sdkappid, userid, 0, key),
            tls_sigature.GenTLSSignatureEx(sdkappid, userid, key, expire),
            tls_sigature.genSig(sdkappid, userid, (int) Math.max(Integer.MIN_VALUE, Math.min(expire, 60)), key),
            tls_sigature.GenTLSSignatureEx(sdkappid, userid, key),
            tls_sigature.genSig(sdkappid, userid, key),
        };
        // An int has no validity that ends out of range, and two calls take none.
        int refusing = !word.equals("validity") ? 5 : expire > 0 ? 2 : 3;
        for (int at = 0; at < results.length; at++) {
            assertEquals(at < refusing, results[at].urlSig.isEmpty(), word);
            assertEquals(at < refusing, results[at].errMessage.contains(word), results[at].errMessage);
        }
    }

    private static void assertTurnedAway(String word, String ticket, long sdkappid, String userid, String key) {
        CheckTLSSignatureResult found;
        try {
            found = tls_sigature.CheckTLSSignatureEx(ticket, sdkappid, userid, key);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
        CheckTLSSignatureResult oldest = tls_sigature.CheckTLSSignature(ticket, "0", sdkappid, userid, 0, key);
        for (CheckTLSSignatureResult result : new CheckTLSSignatureResult[] {found, oldest}) {
            assertFalse(result.verifyResult);
            assertEquals(0, result.expireTime);
            assertEquals(true, result.errMessage.contains(word), result.errMessage);
        }
    }
}
