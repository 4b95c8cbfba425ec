package io.usersig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tencentyun.TLSSigAPIv2;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Bad input is an exception with a code; never a crash, never a ticket. */
class BadInputTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);
    private static final long NOW = 1_700_000_000;

    private final Application app =
            Application.builder(1400000000).key("secret").userIdForm(UserIdForm.UTF8).build();
    private final TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, "secret");

    @Test
    void userIds() {
        for (String userid : new String[] {
            null, "", "xiao\0jun", "xiao\njun", "\ud800", "\udc00x", "a\ud83d", "\udc00\ud800", "?\ud800", MEGABYTE
        }) {
            assertFault(FaultKind.INVALID_USERID, -3319, () -> app.sign(userid, 60));
            assertFault(FaultKind.INVALID_USERID, -3319, () -> app.signPrivateMapKey(userid, 60, Room.id(1), 255));
            assertFault(FaultKind.INVALID_USERID, -3319, () -> app.verify("eJ", userid, Expected.any(), NOW));
            assertFault(FaultKind.INVALID_USERID, -3319, () -> api.genUserSig(userid, 60));
            assertFault(FaultKind.INVALID_USERID, -3319, () -> api.genPrivateMapKey(userid, 60, 1, 255));
            assertFault(FaultKind.INVALID_USERID, -3319, () -> api.genUserBuf(userid, 1, 60, 255, 0, ""));
        }
        // A real question mark and real pairs are no lone surrogates.
        for (String userid : new String[] {"?", "what?", "\ud83d\ude00?", "é?"}) {
            assertEquals(60, app.verify(app.sign(userid, 60), userid).getExpire());
        }
        Application documented = new Application(1400000000, "secret");
        assertFault(FaultKind.INVALID_USERID, -3319, () -> documented.sign("小军", 60));
    }

    @Test
    void numbers() {
        for (long expire : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertFault(FaultKind.INVALID_EXPIRE, 6017, () -> app.sign("xiaojun", expire));
            assertFault(FaultKind.INVALID_EXPIRE, 6017, () -> api.genUserSig("xiaojun", expire));
        }
        assertFault(FaultKind.INVALID_EXPIRE, 6017, () -> api.genPrivateMapKey("xiaojun", 1L << 33, 1, 255));
        assertFault(FaultKind.INVALID_TIME, 6017, () -> app.sign("xiaojun", 60, null, -1));
        assertFault(FaultKind.INVALID_TIME, 6017, () -> app.verify("eJ", "xiaojun", Expected.any(), -1));
        for (long sdkappid : new long[] {0, -1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertFault(FaultKind.INVALID_SDKAPPID, -3317, () -> new Application(sdkappid, "secret"));
            assertFault(FaultKind.INVALID_SDKAPPID, -3317, () -> new TLSSigAPIv2(sdkappid, "secret"));
        }
        for (long privileges : new long[] {-1, 256, 1L << 32}) {
            assertFault(FaultKind.INVALID_PRIVILEGES, 6017,
                    () -> app.signPrivateMapKey("xiaojun", 60, Room.id(1), privileges));
            assertFault(FaultKind.INVALID_PRIVILEGES, 6017,
                    () -> app.verify("eJ", "xiaojun", Expected.room(Room.id(1), privileges)));
        }
        assertFault(FaultKind.INVALID_ARGUMENT, 6017,
                () -> Application.builder(1).key("secret").maxClockSkew(-1).build());
        assertFault(FaultKind.INVALID_ARGUMENT, 6017,
                () -> Application.builder(1).key("secret").longestValidity(-1).build());
    }

    @Test
    void rooms() {
        for (long id : new long[] {0, -1, 4294967295L, 1L << 32}) {
            assertFault(FaultKind.INVALID_ROOM, -3318, () -> app.signPrivateMapKey("xiaojun", 60, Room.id(id), 255));
            assertFault(FaultKind.INVALID_ROOM, -3318, () -> api.genPrivateMapKey("xiaojun", 60, id, 255));
        }
        for (String name : new String[] {"", "\ud800", "a\0b", "房间", "x".repeat(65), MEGABYTE}) {
            assertFault(FaultKind.INVALID_ROOM, -3318,
                    () -> api.genPrivateMapKeyWithStringRoomID("xiaojun", 60, name, 255));
            assertFault(FaultKind.INVALID_ROOM, -3318,
                    () -> app.verify("eJ", "xiaojun", Expected.room(Room.str(name), 255)));
        }
        assertFault(FaultKind.INVALID_ROOM, -3318,
                () -> api.genPrivateMapKeyWithStringRoomID("xiaojun", 60, null, 255));
        assertFault(FaultKind.INVALID_ROOM, -3318, () -> app.signPrivateMapKey("xiaojun", 60, null, 255));
        assertFault(FaultKind.INVALID_ROOM, -3318, () -> Expected.room(null, 255));
    }

    @Test
    void keys() {
        for (String key : new String[] {null, "", "\ud800", "-----BEGIN PRIVATE KEY-----\nxx"}) {
            assertFault(FaultKind.INVALID_KEY, 6017, () -> new Application(1400000000, key));
            assertFault(FaultKind.INVALID_KEY, 6017, () -> new TLSSigAPIv2(1400000000, key));
        }
        assertFault(FaultKind.INVALID_KEY, 6017, () -> new Application(1400000000, (String[]) null));
        assertFault(FaultKind.INVALID_KEY, 6017, () -> Application.builder(1400000000).key((byte[]) null));
        String pem = Vectors.text(Vectors.cases("published/ecdsa-sha256.jsonl").findFirst().get(), "private_key_pem");
        assertFault(FaultKind.INVALID_KEY, 6017, () -> new TLSSigAPIv2(1400000000, pem));
        Application none = new Application(1400000000);
        assertFault(FaultKind.INVALID_KEY, 6017, () -> none.sign("xiaojun", 60));
        assertFault(FaultKind.NO_KEY, 70016, () -> none.verify(app.sign("xiaojun", 60), "xiaojun"));
    }

    @Test
    void ticketsAndOptions() {
        assertFault(FaultKind.INVALID_TICKET, -3320, () -> app.verify(null, "xiaojun"));
        assertFault(FaultKind.UNDECODABLE, 70003, () -> app.verify("\ud800", "xiaojun"));
        assertFault(FaultKind.UNDECODABLE, 70003, () -> app.verify(MEGABYTE, "xiaojun"));
        assertFault(FaultKind.EMPTY, 70002, () -> app.verify("", "xiaojun"));
        assertFault(FaultKind.INVALID_ARGUMENT, 6017, () -> app.verify("eJ", "xiaojun", null));
        assertFault(FaultKind.INVALID_USERBUF, 6017, () -> app.sign("xiaojun", 60, new byte[8193]));
        assertFault(FaultKind.INVALID_USERBUF, 6017, () -> app.verify("eJ", "xiaojun", Expected.userBuf(null)));
        assertFault(FaultKind.INVALID_ARGUMENT, 6017,
                () -> Application.builder(1).key("secret").userIdForm(null).build());
        assertFault(FaultKind.INVALID_ARGUMENT, 6017,
                () -> Application.builder(1).key("secret").encoding(null).build());
        assertFault(FaultKind.INVALID_TICKET, -3320, () -> UserSig.inspect(null));
        assertFault(FaultKind.UNDECODABLE, 70003, () -> UserSig.inspect("eJ"));
        assertFault(FaultKind.INVALID_ARGUMENT, 6017, () -> UserSig.diagnose(null));
        assertFault(FaultKind.INVALID_TICKET, -3320, () -> UserSig.diagnose(new Symptoms(null)));
        assertFault(FaultKind.INVALID_USERID, -3319, () -> UserSig.diagnose(new Symptoms("eJ").userid("\ud800")));
        assertFault(FaultKind.INVALID_SDKAPPID, -3317, () -> UserSig.diagnose(new Symptoms("eJ").sdkappid(0)));
    }

    @Test
    void rows() {
        assertFault(FaultKind.INVALID_USERID, -3319, () -> app.signMany(null, 60));
        assertFault(FaultKind.INVALID_TICKET, -3320, () -> app.verifyMany(null, List.of()));
        assertFault(FaultKind.INVALID_USERID, -3319, () -> app.verifyMany(List.of("eJ"), List.of()));
        assertFault(FaultKind.INVALID_EXPIRE, 6017, () -> app.signMany(List.of("xiaojun"), -1));

        List<String> userids = Arrays.asList("xiaojun", null, "", "\ud800", MEGABYTE, "x\0y", "小军");
        SignedRows rows = app.signMany(userids, 60);
        assertEquals(7, rows.size());
        for (int row = 0; row < rows.size(); row++) {
            int at = row;
            boolean good = row == 0 || row == 6;
            assertEquals(good, rows.isSigned(row));
            if (good) {
                assertEquals(60, app.verify(rows.get(row), userids.get(row)).getExpire());
            } else {
                assertFault(FaultKind.INVALID_USERID, -3319, () -> rows.get(at));
            }
        }
        assertFault(FaultKind.INVALID_USERID, -3319, rows::toList);

        String ticket = rows.get(0);
        VerifiedRows found = app.verifyMany(
                Arrays.asList(ticket, null, ticket, "", "\ud800", ticket),
                Arrays.asList("xiaojun", "xiaojun", null, "xiaojun", "xiaojun", "xiaohong"));
        FaultKind[] kinds = {
            null, FaultKind.INVALID_TICKET, FaultKind.INVALID_USERID, FaultKind.EMPTY, FaultKind.UNDECODABLE,
            FaultKind.MISMATCH_USERID
        };
        for (int row = 0; row < kinds.length; row++) {
            assertEquals(kinds[row], found.isValid(row) ? null : found.getFault(row).getKind());
        }
    }

    /** Raw lists may hold anything. */
    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void rowsThatAreNoTexts() {
        SignedRows rows = app.signMany((List) Arrays.asList("xiaojun", 7, new byte[1], "xiaohong"), 60);
        assertEquals(60, app.verify(rows.get(3), "xiaohong").getExpire());
        for (int row : new int[] {1, 2}) {
            assertFault(FaultKind.INVALID_USERID, -3319, () -> rows.get(row));
            assertTrue(rows.getFault(row).getMessage().contains("wrong type"), rows.getFault(row)::getMessage);
        }
        String ticket = rows.get(0);
        VerifiedRows found = app.verifyMany(
                (List) Arrays.asList(7, ticket, ticket), (List) Arrays.asList("xiaojun", 'x', "xiaojun"));
        assertEquals(FaultKind.INVALID_TICKET, found.getFault(0).getKind());
        assertEquals(FaultKind.INVALID_USERID, found.getFault(1).getKind());
        assertTrue(found.getFault(1).getMessage().contains("wrong type"), found.getFault(1)::getMessage);
        assertTrue(found.isValid(2));
    }

    @Test
    void moreRowsThanAnArrayHolds() {
        assertEquals(Integer.MAX_VALUE - 8, Texts.end(Integer.MAX_VALUE - 18, 10));
        for (int length : new int[] {Integer.MAX_VALUE - 17, Integer.MAX_VALUE}) {
            assertFault(FaultKind.INVALID_ARGUMENT, 6017, () -> Texts.end(length, 10));
        }
        UserSigException e = assertThrows(UserSigException.class, () -> Texts.end(Integer.MAX_VALUE, 1));
        assertEquals("pass fewer rows per call", e.getHint());
    }

    private static void assertFault(FaultKind kind, int code, Executable call) {
        UserSigException e = assertThrows(UserSigException.class, call);
        assertEquals(kind, e.getKind());
        assertEquals(code, e.getCode());
        assertEquals(kind.isRejection(), e instanceof RejectedException);
        assertTrue(e.getCCode() >= 1 && e.getCCode() <= 17);
        assertFalse(e.getHint().isEmpty());
        assertTrue(e.getMessage().endsWith("; " + e.getHint()), e.getMessage());
    }
}
