package io.usersig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.tencentyun.TLSSigAPIv2;
import com.tls.tls_sigature.tls_sigature;
import com.tls.tls_sigature.tls_sigature.CheckTLSSignatureResult;
import com.tls.tls_sigature.tls_sigature.GenTLSSignatureResult;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** The published packages' own usage, as their READMEs and tests have it. */
class PublishedUsageTest {
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private static final JsonObject PAIR = Vectors.cases("published/ecdsa-sha256.jsonl")
            .filter(c -> "secp256k1".equals(Vectors.text(c, "curve")))
            .findFirst()
            .get();
    private static final String PRIVATE_KEY = Vectors.text(PAIR, "private_key_pem");
    private static final String PUBLIC_KEY = Vectors.text(PAIR, "public_key_pem");

    @Test
    void version2() {
        TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, KEY);
        String sig = api.genUserSig("xiaojun", 180 * 86400);
        String numbered = api.genPrivateMapKey("xiaojun", 180 * 86400, 10000, 255);
        String named = api.genPrivateMapKeyWithStringRoomID("xiaojun", 180 * 86400, "lobby", 255);

        Application app = new Application(1400000000, KEY);
        assertEquals(180 * 86400, app.verify(sig, "xiaojun", Expected.noUserBuf()).getExpire());
        app.verify(numbered, "xiaojun", Expected.room(Room.id(10000), 255));
        app.verify(named, "xiaojun", Expected.room(Room.str("lobby"), 255));
    }

    @Test
    void version1() {
        TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, KEY);
        String sig = api.genSig("xiaojun", 180 * 86400);
        byte[] userbuf = {'a', 'b', 'c'};
        String withUserBuf = api.genSigWithUserBuf("xiaojun", 180 * 86400, userbuf);

        Application app = new Application(1400000000, KEY);
        app.verify(sig, "xiaojun", Expected.noUserBuf());
        app.verify(api.GenSig("xiaojun", 60), "xiaojun", Expected.noUserBuf());
        app.verify(api.gen_sig("xiaojun", 60), "xiaojun", Expected.noUserBuf());
        app.verify(withUserBuf, "xiaojun", Expected.userBuf(userbuf));
        app.verify(api.genSigWithUserBuf("xiaojun", 60, null), "xiaojun", Expected.noUserBuf());
        byte[] room = api.genUserBuf("xiaojun", 10000, 180 * 86400, 255, 0, "");
        app.verify(api.genSigWithUserBuf("xiaojun", 60, room), "xiaojun", Expected.room(Room.id(10000), 255));
    }

    @Test
    void legacy() throws DataFormatException {
        GenTLSSignatureResult[] results = {
            tls_sigature.GenTLSSignatureEx(1400000955, "xiaojun", PRIVATE_KEY),
            tls_sigature.GenTLSSignatureEx(1400000955, "xiaojun", PRIVATE_KEY, 24 * 3600 * 180),
            tls_sigature.genSig(1400000955, "xiaojun", PRIVATE_KEY),
            tls_sigature.genSig(1400000955, "xiaojun", 24 * 3600 * 180, PRIVATE_KEY),
        };
        for (GenTLSSignatureResult result : results) {
            assertNotNull(result.urlSig);
            assertNotEquals(0, result.urlSig.length());
            assertEquals("", result.errMessage);

            CheckTLSSignatureResult check =
                    tls_sigature.CheckTLSSignatureEx(result.urlSig, 1400000955, "xiaojun", PUBLIC_KEY);
            assertTrue(check.verifyResult);
            assertEquals(24 * 3600 * 180, check.expireTime);
            assertEquals(System.currentTimeMillis() / 1000, check.initTime, 5);

            check = tls_sigature.CheckTLSSignatureEx(result.urlSig, 1400000955, "xiaojun2", PUBLIC_KEY);
            assertFalse(check.verifyResult);
            assertTrue(check.errMessage.contains("UserID"), check.errMessage);
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void oldestLegacyCalls() {
        GenTLSSignatureResult result =
                tls_sigature.GenTLSSignature(3600, "0", 1400000955, "xiaojun", 0, PRIVATE_KEY);
        assertTrue(tls_sigature.CheckTLSSignature(result.urlSig, "0", 1400000955, "xiaojun", 0, PUBLIC_KEY)
                .verifyResult);
        assertFalse(tls_sigature.CheckTLSSignature(result.urlSig, "0", 1400000955, "xiaojun", 1, PUBLIC_KEY)
                .verifyResult);

        result = tls_sigature.GenTLSSignature(3600, "1400000955", 1400000955, "xiaojun", 0, PRIVATE_KEY);
        assertEquals("", result.errMessage);
        assertTrue(tls_sigature.CheckTLSSignature(result.urlSig, "1400000955", 1400000955, "xiaojun", 0, PUBLIC_KEY)
                .verifyResult);
        assertFalse(tls_sigature.CheckTLSSignature(result.urlSig, "0", 1400000955, "xiaojun", 0, PUBLIC_KEY)
                .verifyResult);

        for (String appid3rd : new String[] {"my app", "01", "-1", "99999999999999999999", null}) {
            result = tls_sigature.GenTLSSignature(3600, appid3rd, 1400000955, "xiaojun", 0, PRIVATE_KEY);
            assertEquals("", result.urlSig);
            assertTrue(result.errMessage.contains("third-party"), result.errMessage);
        }
    }

    @Test
    void legacyFaultsStandInTheResult() throws DataFormatException {
        for (String key : new String[] {null, "", "secret", PUBLIC_KEY, "-----BEGIN PRIVATE KEY-----"}) {
            GenTLSSignatureResult result = tls_sigature.genSig(1400000955, "xiaojun", key);
            assertEquals("", result.urlSig);
            assertFalse(result.errMessage.isEmpty());
        }
        assertFalse(tls_sigature.genSig(1400000955, "xiao\njun", PRIVATE_KEY).errMessage.isEmpty());
        assertFalse(tls_sigature.genSig(1400000955, null, PRIVATE_KEY).errMessage.isEmpty());
        assertFalse(tls_sigature.genSig(1400000955, "xiaojun", -1, PRIVATE_KEY).errMessage.isEmpty());

        CheckTLSSignatureResult check = tls_sigature.CheckTLSSignatureEx("", 1400000955, "xiaojun", PUBLIC_KEY);
        assertFalse(check.verifyResult);
        assertFalse(check.errMessage.isEmpty());
        assertThrows(DataFormatException.class,
                () -> tls_sigature.CheckTLSSignatureEx("eJxx", 1400000955, "xiaojun", PUBLIC_KEY));
        String ticket = tls_sigature.genSig(1400000955, "xiaojun", PRIVATE_KEY).urlSig;
        assertFalse(tls_sigature.CheckTLSSignatureEx(ticket, 1400000956, "xiaojun", PUBLIC_KEY).verifyResult);
        assertFalse(tls_sigature.CheckTLSSignatureEx(ticket, 1400000955, "xiaojun", null).verifyResult);
    }

    @Test
    void userBufOfAnEmptyRoomIsNumeric() {
        TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, KEY);
        assertEquals(0, api.genUserBuf("xiaojun", 10000, 300, 255, 0, "")[0]);
        assertEquals(1, api.genUserBuf("xiaojun", 0, 300, 255, 0, "lobby")[0]);
        byte[] before = api.genUserBuf("小军", 7, 300, 255, 0, "");
        assertArrayEquals("小军".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.util.Arrays.copyOfRange(before, 3, 9));
        FaultKind both = assertThrows(UserSigException.class,
                () -> api.genUserBuf("xiaojun", 10000, 300, 255, 0, "lobby")).getKind();
        assertEquals(FaultKind.INVALID_ROOM, both);
        assertThrows(UserSigException.class, () -> api.genUserBuf("xiaojun", 10000, 300, 255, 1, ""));
    }
}
