package io.usersig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Signing, verifying, settings, rows, closing. */
class ApplicationTest {
    private static final long NOW = 1_700_000_000;

    @Test
    void signsWithTheFirstKeyAndVerifiesWithAll() {
        String old = new Application(1400000000, "old").sign("xiaojun", 60, null, NOW);
        Application app = new Application(1400000000, "new", "old");
        assertEquals(1, app.verify(old, "xiaojun", Expected.any(), NOW + 60).getKeyIndex());
        Verified verified = app.verify(app.sign("xiaojun", 60, null, NOW), "xiaojun", Expected.any(), NOW);
        assertEquals(0, verified.getKeyIndex());
        assertEquals(NOW, verified.getTime());
        assertEquals(NOW + 60, verified.getExpiresAt());
        assertEquals(Algorithm.HMAC_SHA256, verified.getAlgorithm());
        assertNull(verified.getUserBuf());
        assertNull(verified.getPrivateMapKey());
        RejectedException e = assertThrows(RejectedException.class,
                () -> app.verify(old, "xiaojun", Expected.any(), NOW + 61));
        assertEquals(70001, e.getCode());
        assertEquals(-100018, e.getTrtcCode());
    }

    @Test
    void aNewTicketIsValidNow() {
        Application app = new Application(1400000000, "secret");
        String ticket = app.sign("xiaojun", Application.DEFAULT_EXPIRE);
        assertEquals(15_552_000, app.verify(ticket, "xiaojun").getExpire());
        assertEquals(System.currentTimeMillis() / 1000, app.verify(ticket, "xiaojun").getTime(), 5);
    }

    @Test
    void userBufsOfEveryLength() {
        Application app = Application.builder(1400000000)
                .key("secret").userIdForm(UserIdForm.UTF8).encoding(Encoding.STORED).build();
        String userid = "小".repeat(680);
        for (int length : new int[] {0, 1, 100, 600, 8192}) {
            byte[] userbuf = new byte[length];
            String ticket = app.sign(userid, 60, userbuf, NOW);
            assertArrayEquals(userbuf, app.verify(ticket, userid, Expected.userBuf(userbuf), NOW).getUserBuf());
        }
        assertThrows(RejectedException.class,
                () -> app.verify(app.sign("a", 60, new byte[0], NOW), "a", Expected.noUserBuf(), NOW));
    }

    @Test
    void rooms() {
        Application app = new Application(1400000000, "secret");
        String ticket = app.signPrivateMapKey("xiaojun", 60, Room.str("lobby"), 42, NOW);
        PrivateMapKey key = app.verify(ticket, "xiaojun", Expected.room(Room.str("lobby"), 2), NOW).getPrivateMapKey();
        assertEquals("\"lobby\"", key.getRoom().toString());
        assertEquals(42, key.getPrivileges());
        assertEquals(NOW + 60, key.getExpiresAt());
        for (Expected other : new Expected[] {Expected.room(Room.id(1), 0), Expected.room(Room.str("lobby"), 1)}) {
            RejectedException e = assertThrows(RejectedException.class,
                    () -> app.verify(ticket, "xiaojun", other, NOW));
            assertEquals(FaultKind.MISMATCH_ROOM, e.getKind());
        }
    }

    @Test
    void policies() {
        String ticket = new Application(1, "secret").sign("xiaojun", 600, null, NOW + 10);
        Application strict = Application.builder(1).key("secret").maxClockSkew(9).build();
        assertEquals(FaultKind.FROM_THE_FUTURE, kind(strict, ticket));
        Application lax = Application.builder(1).key("secret").maxClockSkew(10).longestValidity(600).build();
        lax.verify(ticket, "xiaojun", Expected.any(), NOW);
        Application brief = Application.builder(1).key("secret").longestValidity(599).build();
        assertEquals(FaultKind.VALID_FOR_TOO_LONG, kind(brief, ticket));
    }

    @Test
    void manyRows() {
        Application app = new Application(1400000000, "secret");
        List<String> userids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            userids.add("user" + i);
        }
        SignedRows rows = app.signMany(userids, 60, NOW);
        assertEquals(app.sign("user999", 60, null, NOW), rows.get(999));
        VerifiedRows found = app.verifyMany(rows.toList(), userids, Expected.noUserBuf(), NOW);
        assertEquals(1000, found.size());
        for (int row = 0; row < found.size(); row++) {
            assertEquals(NOW, found.get(row).getTime());
        }
        String room = app.signPrivateMapKey("xiaojun", 60, Room.id(7), 255, NOW);
        VerifiedRows one = app.verifyMany(
                Collections.singletonList(room), Collections.singletonList("xiaojun"), Expected.any(), NOW);
        assertEquals(Room.id(7), one.get(0).getPrivateMapKey().getRoom());
        assertEquals(0, app.signMany(Collections.emptyList(), 60).size());
        assertEquals(0, app.verifyMany(Collections.emptyList(), Collections.emptyList()).size());
    }

    @Test
    void noKeyIsShown() {
        Application app = new Application(1400000000, "very secret");
        ApplicationBuilder builder = Application.builder(1400000000).key("very secret");
        String shown = app + " " + builder + " " + new com.tencentyun.TLSSigAPIv2(1400000000, "very secret");
        assertFalse(shown.contains("very secret"), shown);
        assertTrue(shown.contains("1400000000"));
        assertEquals(8, app.getKeyFingerprint().length());
        assertEquals(1400000000, app.getSdkappid());
        assertEquals(app.getKeyFingerprint(),
                Application.builder(1).key("very secret".getBytes(StandardCharsets.UTF_8)).build().getKeyFingerprint());
        assertNull(new Application(1).getKeyFingerprint());
        assertNull(new Application(1).getAlgorithm());
    }

    @Test
    void aClosedApplicationRefuses() {
        Application app = new Application(1400000000, "secret");
        String ticket = app.sign("xiaojun", 60);
        app.close();
        app.close();
        assertThrows(IllegalStateException.class, () -> app.sign("xiaojun", 60));
        assertThrows(IllegalStateException.class, () -> app.verify(ticket, "xiaojun"));
        assertThrows(IllegalStateException.class, () -> app.signMany(List.of("xiaojun"), 60));
        assertThrows(IllegalStateException.class, app::getAlgorithm);
    }

    /** Closing one application wipes others that were dropped, too. */
    @Test
    void closingFreesWhatWasDropped() throws Exception {
        Field field = Handle.class.getDeclaredField("HELD");
        field.setAccessible(true);
        Set<?> held = (Set<?>) field.get(null);
        Application app = new Application(1400000000, "secret");
        int dropped = 100;
        for (int i = 0; i < dropped; i++) {
            new Application(1400000000, "secret");
        }
        int before = held.size();
        assertTrue(before > dropped);
        for (int attempt = 0; attempt < 100 && held.size() > before - dropped; attempt++) {
            System.gc();
            app.close();
        }
        assertTrue(held.size() <= before - dropped, () -> held.size() + " of " + before + " are held");
    }

    /** The builder's copies of the keys go with the first build, whether it succeeds or not. */
    @Test
    void aBuilderBuildsOnce() throws Exception {
        for (long sdkappid : new long[] {1400000000, 0}) {
            byte[] key = "secret".getBytes(StandardCharsets.UTF_8);
            ApplicationBuilder builder = Application.builder(sdkappid).key(key).key("another");
            try {
                assertEquals(8, builder.build().getKeyFingerprint().length());
            } catch (UserSigException e) {
                assertEquals(FaultKind.INVALID_SDKAPPID, e.getKind());
            }
            assertThrows(IllegalStateException.class, builder::build);
            Field keys = ApplicationBuilder.class.getDeclaredField("keys");
            keys.setAccessible(true);
            for (Object copy : (List<?>) keys.get(builder)) {
                assertArrayEquals(new byte[((byte[]) copy).length], (byte[]) copy);
            }
            assertEquals("secret", new String(key, StandardCharsets.UTF_8));
        }
    }

    private static FaultKind kind(Application app, String ticket) {
        return assertThrows(RejectedException.class, () -> app.verify(ticket, "xiaojun", Expected.any(), NOW))
                .getKind();
    }
}
