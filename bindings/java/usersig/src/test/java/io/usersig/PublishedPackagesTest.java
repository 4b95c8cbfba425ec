package io.usersig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.tencentyun.TLSSigAPIv2;
import com.tls.tls_sigature.tls_sigature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both directions: ours reads what the published packages write, and they read what ours writes. */
class PublishedPackagesTest {
    private static final long SDKAPPID = 1400000000L;
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private static final List<String> USERIDS = List.of("xiaojun", "a", "user-name_0", "小军", "quo\"te", "a b/c\\d");

    @Test
    void oursVerifiesTheirCurrentTickets() throws Exception {
        Class<?> theirs = Peer.CURRENT_2.find("com.tencentyun.TLSSigAPIv2");
        Object api = theirs.getConstructor(long.class, String.class).newInstance(SDKAPPID, KEY);
        Application app = new Application(SDKAPPID, KEY);
        for (String userid : USERIDS) {
            String ticket = (String) theirs.getMethod("genUserSig", String.class, long.class).invoke(api, userid, 600L);
            assertEquals(600, app.verify(ticket, userid, Expected.noUserBuf()).getExpire());

            String room = (String) theirs.getMethod(
                            "genPrivateMapKey", String.class, long.class, long.class, long.class)
                    .invoke(api, userid, 600L, 10000L, 42L);
            assertNotNull(app.verify(room, userid).getUserBuf());
        }
        String room = (String) theirs.getMethod("genPrivateMapKeyWithStringRoomID", String.class, long.class,
                        String.class, long.class)
                .invoke(api, "xiaojun", 600L, "lobby", 255L);
        PrivateMapKey key = app.verify(room, "xiaojun", Expected.room(Room.str("lobby"), 42)).getPrivateMapKey();
        assertEquals(Room.str("lobby"), key.getRoom());
        assertEquals(255, key.getPrivileges());
    }

    /** The published Java package cannot verify. */
    @Test
    void goVerifiesOurCurrentTickets() throws Exception {
        TLSSigAPIv2 api = new TLSSigAPIv2(SDKAPPID, KEY);
        try (GoPeer go = new GoPeer()) {
            for (String userid : USERIDS) {
                String ticket = api.genUserSig(userid, 600);
                assertTrue(go.verifies(ticket, SDKAPPID, KEY, userid, null), userid);
                assertFalse(go.verifies(ticket, SDKAPPID, KEY, userid + "x", null), userid);
                for (byte[] userbuf : new byte[][] {{'a', 'b', 'c'}, new byte[3000]}) {
                    String base64 = Base64.getEncoder().encodeToString(userbuf);
                    assertTrue(go.verifies(
                            api.genSigWithUserBuf(userid, 600, userbuf), SDKAPPID, KEY, userid, base64), userid);
                }
                String room = api.genPrivateMapKey(userid, 600, 10000, 255);
                String base64 = Base64.getEncoder().encodeToString(UserSig.inspect(room).getUserBuf());
                assertTrue(go.verifies(room, SDKAPPID, KEY, userid, base64), userid);
                assertFalse(go.verifies(room, SDKAPPID, KEY, userid, "AAAA"), userid);
            }
        }
    }

    /** The signatures of one second are the same bytes. */
    @Test
    void ourSignatureIsTheirs() throws Exception {
        Class<?> theirs = Peer.CURRENT_2.find("com.tencentyun.TLSSigAPIv2");
        Object api = theirs.getConstructor(long.class, String.class).newInstance(SDKAPPID, KEY);
        Application app = Application.builder(SDKAPPID).key(KEY).userIdForm(UserIdForm.UTF8).build();
        for (String userid : USERIDS) {
            Claims their = UserSig.inspect((String)
                    theirs.getMethod("genUserSig", String.class, long.class).invoke(api, userid, 600L));
            Claims our = UserSig.inspect(app.sign(userid, 600, null, their.getTime()));
            assertArrayEquals(their.getSignature(), our.getSignature(), userid);
        }
        // Their lengths count UTF-16 units: rooms of other UserIDs are damaged.
        Claims their = UserSig.inspect((String) theirs.getMethod(
                        "genPrivateMapKey", String.class, long.class, long.class, long.class)
                .invoke(api, "xiaojun", 600L, 10000L, 42L));
        Claims our = UserSig.inspect(app.signPrivateMapKey("xiaojun", 600, Room.id(10000), 42, their.getTime()));
        assertArrayEquals(their.getUserBuf(), our.getUserBuf());
        assertArrayEquals(their.getSignature(), our.getSignature());
    }

    @Test
    void ourUserBufIsTheirs() throws Exception {
        Class<?> theirs = Peer.CURRENT_2.find("com.tencentyun.TLSSigAPIv2");
        Object api = theirs.getConstructor(long.class, String.class).newInstance(SDKAPPID, KEY);
        TLSSigAPIv2 ours = new TLSSigAPIv2(SDKAPPID, KEY);
        for (String room : new String[] {"", "lobby"}) {
            long number = room.isEmpty() ? 10000 : 0;
            boolean same = false;
            // The two calls may fall into two seconds; a second try does not.
            for (int attempt = 0; attempt < 3 && !same; attempt++) {
                byte[] their = (byte[]) theirs.getMethod("genUserBuf", String.class, long.class, long.class,
                                long.class, long.class, String.class)
                        .invoke(api, "xiaojun", number, 300L, 255L, 0L, room);
                same = java.util.Arrays.equals(their, ours.genUserBuf("xiaojun", number, 300, 255, 0, room));
            }
            assertTrue(same, room);
        }
    }

    @Test
    void legacyInBothDirections() throws Exception {
        Class<?> theirs = Peer.LEGACY.find("com.tls.tls_sigature.tls_sigature");
        List<JsonObject> pairs = Vectors.cases("published/ecdsa-sha256.jsonl")
                .filter(c -> "pkcs8".equals(Vectors.text(c, "key_format")))
                .toList();
        assertFalse(pairs.isEmpty());
        for (String curve : new String[] {"prime256v1", "secp256k1"}) {
            JsonObject pair = pairs.stream().filter(c -> curve.equals(Vectors.text(c, "curve"))).findFirst().get();
            String privateKey = Vectors.text(pair, "private_key_pem");
            String publicKey = Vectors.text(pair, "public_key_pem");

            String their = ticketOf(theirs.getMethod("genSig", long.class, String.class, String.class)
                    .invoke(null, SDKAPPID, "xiaojun", privateKey));
            assertTrue(tls_sigature.CheckTLSSignatureEx(their, SDKAPPID, "xiaojun", publicKey).verifyResult);
            assertFalse(tls_sigature.CheckTLSSignatureEx(their, SDKAPPID, "xiaohong", publicKey).verifyResult);

            String our = tls_sigature.genSig(SDKAPPID, "xiaojun", privateKey).urlSig;
            assertTrue(valid(theirs, our, "xiaojun", publicKey));
            assertFalse(valid(theirs, our, "xiaohong", publicKey));

            for (long accountType : new long[] {0, 107}) {
                for (String appid3rd : new String[] {"0", "1400000000", "7"}) {
                    accountsInBothDirections(theirs, privateKey, publicKey, appid3rd, accountType);
                }
            }
        }
    }

    @SuppressWarnings("deprecation")
    private static void accountsInBothDirections(
            Class<?> theirs, String privateKey, String publicKey, String appid3rd, long accountType) throws Exception {
        String our = tls_sigature.GenTLSSignature(60, appid3rd, SDKAPPID, "xiaojun", accountType, privateKey).urlSig;
        String their = ticketOf(theirs.getMethod("GenTLSSignature", long.class, String.class, long.class,
                        String.class, long.class, String.class)
                .invoke(null, 60L, appid3rd, SDKAPPID, "xiaojun", accountType, privateKey));
        for (String ticket : new String[] {our, their}) {
            assertTrue(validWithAccount(theirs, ticket, appid3rd, accountType, publicKey));
            assertFalse(validWithAccount(theirs, ticket, appid3rd, accountType + 1, publicKey));
            assertTrue(tls_sigature.CheckTLSSignature(ticket, appid3rd, SDKAPPID, "xiaojun", accountType, publicKey)
                    .verifyResult);
            assertFalse(tls_sigature.CheckTLSSignature(ticket, "1", SDKAPPID, "xiaojun", accountType, publicKey)
                    .verifyResult);
        }
    }

    private static boolean validWithAccount(
            Class<?> theirs, String ticket, String appid3rd, long accountType, String publicKey) throws Exception {
        Object result = theirs.getMethod("CheckTLSSignature", String.class, String.class, long.class, String.class,
                        long.class, String.class)
                .invoke(null, ticket, appid3rd, SDKAPPID, "xiaojun", accountType, publicKey);
        return result.getClass().getField("verifyResult").getBoolean(result);
    }

    private static String ticketOf(Object result) throws Exception {
        return (String) result.getClass().getField("urlSig").get(result);
    }

    private static boolean valid(Class<?> theirs, String ticket, String userid, String publicKey) throws Exception {
        Object result = theirs.getMethod("CheckTLSSignatureEx", String.class, long.class, String.class, String.class)
                .invoke(null, ticket, SDKAPPID, userid, publicKey);
        return result.getClass().getField("verifyResult").getBoolean(result);
    }
}
