package io.usersig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What inspect and diagnose say in values, beside what they say in JSON. */
class ExplanationsTest {
    private static final long NOW = 1_700_000_000;

    @Test
    void claims() {
        Application app = new Application(1400000000, "secret");
        Claims claims = UserSig.inspect(app.signPrivateMapKey("xiaojun", 60, Room.str("lobby"), 42, NOW));
        assertEquals("xiaojun", claims.getUserid());
        assertEquals(1400000000, claims.getSdkappid());
        assertEquals(NOW, claims.getTime());
        assertEquals(60, claims.getExpire());
        assertEquals(NOW + 60, claims.getExpiresAt());
        assertEquals(Algorithm.HMAC_SHA256, claims.getAlgorithm());
        assertEquals(32, claims.getSignature().length);
        assertEquals(Room.str("lobby"), claims.getPrivateMapKey().getRoom());
        assertEquals(42, claims.getPrivateMapKey().getPrivileges());
        assertFalse(JsonParser.parseString(claims.toJson()).getAsJsonObject().get("verified").getAsBoolean());
        assertTrue(claims.toString().contains("xiaojun"));
        // What a caller does to its array changes nothing.
        claims.getUserBuf()[0]++;
        claims.getSignature()[0]++;
        assertArrayEquals(UserSig.inspect(app.signPrivateMapKey("xiaojun", 60, Room.str("lobby"), 42, NOW))
                .getSignature(), claims.getSignature());
        assertNull(UserSig.inspect(app.sign("xiaojun", 60)).getUserBuf());
        assertEquals(0, UserSig.inspect(app.sign("xiaojun", 60, new byte[0])).getUserBuf().length);
    }

    @Test
    void diagnosis() {
        String ticket = new Application(1400000000, "secret").sign("xiaojun", 60, null, NOW);
        Diagnosis found = UserSig.diagnose(
                new Symptoms(ticket).sdkappid(1400000000).userid("xiaojun").key("secret\n").now(NOW));
        assertTrue(found.isRejected());
        assertEquals(FaultKind.MISMATCH_SIGNATURE, found.getKind());
        assertTrue(found.has("key-white-space"), found::toString);
        assertFalse(found.has("key-quotes"));
        Cause cause = found.getCauses().get(0);
        assertEquals("key-white-space", cause.getId());
        assertEquals(Severity.FATAL, cause.getSeverity());
        assertEquals("xiaojun", found.getClaims().getUserid());
        assertThrows(UnsupportedOperationException.class, () -> found.getCauses().clear());

        Diagnosis other = UserSig.diagnose(new Symptoms(ticket).sdkappid(1).userid("xiaojun").key("other")
                .otherApplication(1400000000, "secret").now(NOW));
        assertEquals(70014, other.getCode());
        Symptoms good = new Symptoms(" " + ticket).sdkappid(1400000000).userid("xiaojun").key("secret").now(NOW);
        for (int again = 0; again < 2; again++) {
            Diagnosis accepted = UserSig.diagnose(good);
            assertFalse(accepted.isRejected());
            assertNull(accepted.getKind());
            assertEquals(0, accepted.getCode());
            assertNull(accepted.getReason());
        }
        Diagnosis unreadable = UserSig.diagnose(new Symptoms("nothing like it").now(NOW));
        assertEquals(70003, unreadable.getCode());
        assertNull(unreadable.getClaims());
    }

    /** Over tickets of every kind and damage. */
    @Test
    void valuesAreThoseOfTheJson() throws IOException {
        List<JsonObject> cases = Vectors.verifyCases().collect(Collectors.toList());
        int readable = 0;
        for (JsonObject c : cases) {
            Symptoms symptoms = new Symptoms(Vectors.text(c, "ticket")).now(c.get("now").getAsLong());
            c.getAsJsonArray("keys").forEach(key -> symptoms.key(Vectors.key(key)));
            Diagnosis found = UserSig.diagnose(symptoms);
            assertSame(JsonParser.parseString(found.toJson()).getAsJsonObject(), found);
            try {
                Claims claims = UserSig.inspect(Vectors.text(c, "ticket"));
                assertSame(JsonParser.parseString(claims.toJson()).getAsJsonObject(), claims);
                readable++;
            } catch (RejectedException e) {
                assertTrue(e.getCode() > 70000, e::toString);
            }
        }
        assertTrue(readable > 1000);
        assertTrue(cases.size() > readable);
    }

    private static void assertSame(JsonObject json, Claims claims) {
        assertEquals(Vectors.text(json, "userid"), claims.getUserid());
        assertEquals(json.get("sdkappid").getAsLong(), claims.getSdkappid());
        assertEquals(json.get("time").getAsLong(), claims.getTime());
        assertEquals(json.get("expire").getAsLong(), claims.getExpire());
        assertEquals(json.get("expires_at").getAsLong(), claims.getExpiresAt());
        assertEquals(Vectors.text(json, "algorithm"), claims.getAlgorithm().getName());
        assertArrayEquals(Vectors.base64(json, "userbuf"), claims.getUserBuf());
        assertArrayEquals(Vectors.base64(json, "signature"), claims.getSignature());
        assertEquals(Vectors.text(json, "json"), claims.getTicketJson());
        PrivateMapKey key = claims.getPrivateMapKey();
        assertEquals(Vectors.has(json, "room"), key != null);
        if (key != null) {
            assertEquals(Vectors.room(json.getAsJsonObject("room")), key.getRoom());
            assertEquals(json.get("room_expires_at").getAsLong(), key.getExpiresAt());
        }
    }

    private static void assertSame(JsonObject json, Diagnosis found) {
        JsonObject rejection = Vectors.object(json, "rejection");
        assertEquals(Vectors.has(json, "rejection"), found.isRejected());
        assertEquals(found.isRejected() ? rejection.get("code").getAsInt() : 0, found.getCode());
        assertEquals(Vectors.text(rejection, "reason"), found.getReason());
        assertEquals(Vectors.text(json, "repaired"), found.getRepaired());
        JsonArray causes = json.getAsJsonArray("causes");
        assertEquals(causes.size(), found.getCauses().size());
        for (int at = 0; at < causes.size(); at++) {
            JsonObject said = causes.get(at).getAsJsonObject();
            Cause cause = found.getCauses().get(at);
            assertEquals(Vectors.text(said, "id"), cause.getId());
            assertEquals(Vectors.text(said, "severity"), cause.getSeverity().getName());
            assertEquals(Vectors.text(said, "text"), cause.getText());
            assertEquals(Vectors.text(said, "advice"), cause.getAdvice());
        }
        assertEquals(Vectors.has(json, "unverified"), found.getClaims() != null);
        if (found.getClaims() != null) {
            assertSame(json.getAsJsonObject("unverified"), found.getClaims());
        }
    }
}
