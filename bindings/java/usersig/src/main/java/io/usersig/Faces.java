package io.usersig;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the classes with published names share. Programs of your own use {@link Application}.
 *
 * <p>Their applications sign every UserID without control characters, and take keys of their own algorithm only. The
 * published classes are given their keys again and again; so the last {@value #KEPT} applications are kept and shared,
 * with the texts of their keys, until the program ends. They are not to be closed.
 */
public final class Faces {
    private static final int KEPT = 16;

    private static final Map<Keys, Application> RECENT = new LinkedHashMap<Keys, Application>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Keys, Application> eldest) {
            return size() > KEPT;
        }
    };

    private Faces() {}

    /** The application of a face of the current algorithm: one secret key. */
    public static Application current(long sdkappid, String key) {
        return recent(new Keys(sdkappid, key, null, false, null, null));
    }

    /** The application of a face of the legacy algorithm: a private key, or a public one, or both. */
    public static Application legacy(long sdkappid, String privateKey, String publicKey) {
        return recent(new Keys(sdkappid, privateKey, publicKey, true, null, null));
    }

    /** The application of a face of the legacy algorithm that signs with an account type and a third-party id. */
    public static Application legacy(long sdkappid, String privateKey, String accountType, String appidAt3rd) {
        return recent(new Keys(sdkappid, privateKey, null, true, accountType, appidAt3rd));
    }

    /** Refuses values that have no place in what is made: both are to be 0, an empty third-party id counts as 0. */
    public static void requireZero(String accountType, String appidAt3rd) {
        Engine.require();
        Engine.requireZero(Texts.utf8(accountType), Texts.utf8(appidAt3rd));
    }

    /** Compares both values with those of a legacy ticket that was verified. */
    public static void compareAccount(String ticket, String accountType, String appidAt3rd) {
        Engine.require();
        Engine.compareAccount(Texts.utf8(ticket), Texts.utf8(accountType), Texts.utf8(appidAt3rd));
    }

    /**
     * The UserBuf of a PrivateMapKey from now on.
     *
     * @param roomId the numeric room; 0 with a string room
     * @param roomStr the string room; empty for a numeric room
     */
    public static byte[] userBuf(long sdkappid, String userid, long expire, long roomId, String roomStr,
            long privileges) {
        Room room = "".equals(roomStr) ? Room.id(roomId) : Room.str(roomStr);
        if (!room.isNumeric() && roomId != 0) {
            throw Engine.misfit(Engine.ROOM, Engine.OUT_OF_RANGE);
        }
        Engine.require();
        return Engine.privateMapKeyBytes(sdkappid, Texts.utf8(userid), expire, room.id, room.text, privileges,
                Engine.now());
    }

    private static Application recent(Keys keys) {
        synchronized (RECENT) {
            Application application = RECENT.get(keys);
            if (application != null) {
                return application;
            }
        }
        // Reading a key takes its time: calls with other keys do not wait for it.
        Application opened = keys.open();
        synchronized (RECENT) {
            Application earlier = RECENT.putIfAbsent(keys, opened);
            if (earlier == null) {
                return opened;
            }
            opened.close();
            return earlier;
        }
    }

    private static final class Keys {
        private final long sdkappid;
        private final String first;
        private final String second;
        private final boolean legacy;
        private final String accountType;
        private final String appidAt3rd;

        Keys(long sdkappid, String first, String second, boolean legacy, String accountType, String appidAt3rd) {
            this.sdkappid = sdkappid;
            this.first = first;
            this.second = second;
            this.legacy = legacy;
            this.accountType = accountType;
            this.appidAt3rd = appidAt3rd;
        }

        Application open() {
            Engine.require();
            byte[] firstKey = legacy && first == null ? null : Texts.key(first);
            byte[] secondKey = second == null ? null : Texts.key(second);
            try {
                return new Application(sdkappid, open(firstKey, secondKey));
            } finally {
                Texts.wipe(firstKey, secondKey);
            }
        }

        private long open(byte[] firstKey, byte[] secondKey) {
            if (!legacy) {
                return Engine.openCurrent(sdkappid, firstKey);
            }
            return accountType == null
                    ? Engine.openLegacy(sdkappid, firstKey, secondKey)
                    : Engine.openLegacyAccount(sdkappid, firstKey, Texts.utf8(accountType), Texts.utf8(appidAt3rd));
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Keys)) {
                return false;
            }
            Keys keys = (Keys) other;
            return sdkappid == keys.sdkappid && legacy == keys.legacy && same(first, keys.first)
                    && same(second, keys.second) && same(accountType, keys.accountType)
                    && same(appidAt3rd, keys.appidAt3rd);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sdkappid) ^ (first == null ? 0 : first.hashCode())
                    ^ (second == null ? 0 : 31 * second.hashCode());
        }

        private static boolean same(String one, String other) {
            return one == null ? other == null : one.equals(other);
        }
    }
}
