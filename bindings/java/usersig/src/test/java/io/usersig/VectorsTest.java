package io.usersig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every case of {@code vectors/} gives its expected result through the public classes. */
class VectorsTest {
    private static final Map<String, FaultKind> SIGN_ERRORS = Map.of(
            "userid", FaultKind.INVALID_USERID,
            "sdkappid", FaultKind.INVALID_SDKAPPID,
            "room", FaultKind.INVALID_ROOM,
            "validity", FaultKind.INVALID_EXPIRE,
            "userbuf", FaultKind.INVALID_USERBUF);

    private static int passed;

    /** For the script that runs the tests. */
    @AfterAll
    static void report() {
        System.out.println("vectors passed: " + passed);
    }

    @Test
    void verifyCases() throws IOException {
        each(5000, Vectors.verifyCases(),
                c -> assertEquals(c.get("expect"), verify(c, keysOf(c)), Vectors.text(c, "title")));
    }

    @Test
    void signCases() {
        each(400, Vectors.cases("sign.jsonl"), this::sign);
    }

    @Test
    void keyCases() {
        each(200, Vectors.cases("keys.jsonl"), c -> {
            String title = Vectors.text(c, "title");
            byte[] key = Vectors.base64(c, "key_base64");
            JsonObject expect = c.getAsJsonObject("expect");
            try {
                Algorithm algorithm = Application.builder(1400000000).key(key).build().getAlgorithm();
                assertEquals(Vectors.text(expect, "kind"), kind(algorithm), title);
            } catch (UserSigException e) {
                assertTrue(expect.has("error"), () -> title + ": " + e);
                assertEquals(FaultKind.INVALID_KEY, e.getKind(), title);
            }
            if (Vectors.has(c, "verifies")) {
                JsonObject verifies = c.getAsJsonObject("verifies");
                ApplicationBuilder builder = Application.builder(sdkappid(verifies)).key(key);
                assertEquals(verifies.get("expect"), verify(verifies, builder), title);
            }
        });
    }

    @Test
    void publishedTicketsAreValidWhereTheirOwnVerifiersTakeThem() {
        for (String file : new String[] {"published/hmac-sha256.jsonl", "published/ecdsa-sha256.jsonl"}) {
            each(80, Vectors.cases(file).filter(c -> Vectors.has(c, "now_valid")), c -> {
                String key = Vectors.has(c, "key") ? Vectors.text(c, "key") : Vectors.text(c, "public_key_pem");
                String userid = Vectors.text(c, "userid");
                Application app = new Application(c.get("sdkappid").getAsLong(), key);
                long now = c.get("now_valid").getAsLong();
                try {
                    Verified verified = app.verify(Vectors.text(c, "usersig"), userid, Expected.any(), now);
                    assertEquals(c.get("expire").getAsLong(), verified.getExpire(), Vectors.text(c, "id"));
                } catch (UserSigException e) {
                    // The one thing that published packages sign and nobody should.
                    boolean control = userid.chars().anyMatch(Character::isISOControl);
                    assertTrue(control, () -> Vectors.text(c, "id") + ": " + e);
                    assertEquals(FaultKind.INVALID_USERID, e.getKind());
                }
            });
        }
    }

    private static void each(int atLeast, Stream<JsonObject> cases, Consumer<JsonObject> check) {
        List<JsonObject> list = cases.collect(Collectors.toList());
        assertTrue(list.size() >= atLeast, () -> "only " + list.size() + " cases were found");
        list.forEach(check);
        passed += list.size();
    }

    private void sign(JsonObject c) {
        String title = Vectors.text(c, "title");
        JsonObject expect = c.getAsJsonObject("expect");
        long time = c.get("time").getAsLong();
        String userid = Vectors.text(c, "userid");
        String ticket;
        Application app;
        try {
            app = Application.builder(c.get("sdkappid").getAsLong())
                    .key(Vectors.key(c.get("key")))
                    .userIdForm(UserIdForm.valueOf(Vectors.text(c, "form").toUpperCase(Locale.ROOT)))
                    .build();
            ticket = ticket(app, c, userid, time);
        } catch (UserSigException e) {
            assertTrue(expect.has("error"), () -> title + ": " + e);
            assertEquals(SIGN_ERRORS.get(Vectors.text(expect, "error")), e.getKind(), title);
            return;
        }
        if (expect.has("error")) {
            fail(title + " was signed");
        }
        Verified verified = app.verify(ticket, userid, Expected.any(), time);
        assertArrayEquals(Vectors.base64(expect, "userbuf"), verified.getUserBuf(), title);
        assertEquals(c.get("expire").getAsLong(), verified.getExpire(), title);
        assertEquals(time, verified.getTime(), title);
        if (expect.has("sig")) {
            assertEquals(Vectors.text(expect, "sig"), Vectors.text(decode(ticket), "TLS.sig"), title);
        }
    }

    private static String ticket(Application app, JsonObject c, String userid, long time) {
        long expire = c.get("expire").getAsLong();
        if (!Vectors.has(c, "room")) {
            return app.sign(userid, expire, Vectors.base64(c, "userbuf"), time);
        }
        Room room = Vectors.room(c.getAsJsonObject("room"));
        return app.signPrivateMapKey(userid, expire, room, c.get("privileges").getAsLong(), time);
    }

    private static JsonElement verify(JsonObject c, ApplicationBuilder builder) {
        JsonObject policy = Vectors.object(c, "policy");
        if (policy.has("max_clock_skew")) {
            builder.maxClockSkew(policy.get("max_clock_skew").getAsLong());
        }
        if (policy.has("longest_validity")) {
            builder.longestValidity(policy.get("longest_validity").getAsLong());
        }
        if (policy.has("legacy_utc_offset")) {
            builder.legacyUtcOffset(policy.get("legacy_utc_offset").getAsInt());
        }
        String ticket = Vectors.text(c, "ticket");
        String userid = Vectors.text(c.getAsJsonObject("request"), "userid");
        long now = c.get("now").getAsLong();
        Application[] app = new Application[1];
        JsonElement one = answer(() -> {
            app[0] = builder.build();
            return app[0].verify(ticket, userid, expected(policy), now);
        });
        if (app[0] != null) {
            List<String> tickets = Collections.singletonList(ticket);
            List<String> userids = Collections.singletonList(userid);
            JsonElement row = answer(() -> app[0].verifyMany(tickets, userids, expected(policy), now).get(0));
            assertEquals(one, row, Vectors.text(c, "title"));
        }
        return one;
    }

    private static JsonElement answer(Supplier<Verified> verify) {
        JsonObject answer = new JsonObject();
        try {
            describe(verify.get(), answer);
        } catch (RejectedException e) {
            assertNotEquals(0, e.getTrtcCode());
            answer.addProperty("valid", false);
            answer.addProperty("code", e.getCode());
            answer.addProperty("c_code", e.getCCode());
        } catch (UserSigException e) {
            answer.addProperty("refused", e.getKind().getName().replace("invalid_", ""));
        }
        // Numbers compare as they are written.
        return JsonParser.parseString(answer.toString());
    }

    private static void describe(Verified verified, JsonObject answer) {
        PrivateMapKey key = verified.getPrivateMapKey();
        answer.addProperty("valid", true);
        answer.addProperty("algorithm", verified.getAlgorithm().getName());
        answer.addProperty("time", verified.getTime());
        answer.addProperty("expire", verified.getExpire());
        byte[] userbuf = verified.getUserBuf();
        answer.addProperty("userbuf", userbuf == null ? null : Base64.getEncoder().encodeToString(userbuf));
        answer.add("room", JsonNull.INSTANCE);
        answer.add("privileges", JsonNull.INSTANCE);
        if (key != null) {
            JsonObject room = new JsonObject();
            if (key.getRoom().isNumeric()) {
                room.addProperty("id", key.getRoom().getId());
            } else {
                room.addProperty("str", key.getRoom().getStr());
            }
            answer.add("room", room);
            answer.addProperty("privileges", key.getPrivileges());
        }
    }

    private static Expected expected(JsonObject policy) {
        if (policy.has("room")) {
            long privileges = policy.has("privileges") ? policy.get("privileges").getAsLong() : 0;
            return Expected.room(Vectors.room(policy.getAsJsonObject("room")), privileges);
        }
        JsonElement userbuf = policy.get("userbuf");
        if (userbuf == null || userbuf.isJsonPrimitive() && userbuf.getAsString().equals("any")) {
            return Expected.any();
        }
        return userbuf.isJsonPrimitive()
                ? Expected.noUserBuf()
                : Expected.userBuf(Vectors.base64(userbuf.getAsJsonObject(), "base64"));
    }

    private static ApplicationBuilder keysOf(JsonObject c) {
        ApplicationBuilder builder = Application.builder(sdkappid(c));
        c.getAsJsonArray("keys").forEach(key -> builder.key(Vectors.key(key)));
        return builder;
    }

    private static long sdkappid(JsonObject c) {
        return c.getAsJsonObject("request").get("sdkappid").getAsLong();
    }

    private static String kind(Algorithm algorithm) {
        return algorithm == null ? "ecdsa-public" : algorithm == Algorithm.HMAC_SHA256 ? "hmac" : "ecdsa-private";
    }

    /** The JSON of a ticket, by the standard library. */
    private static JsonObject decode(String ticket) {
        String standard = ticket.replace('*', '+').replace('-', '/').replace('_', '=');
        byte[] compressed = Base64.getDecoder().decode(standard);
        try (InflaterInputStream json = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            String text = new String(json.readAllBytes(), StandardCharsets.UTF_8);
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
