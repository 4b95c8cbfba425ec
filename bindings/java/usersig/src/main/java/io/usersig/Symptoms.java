package io.usersig;

import java.util.ArrayList;
import java.util.List;

/** What is known about a ticket that is rejected. All but the ticket may be left out; more of it finds more. */
public final class Symptoms {
    private final byte[] ticket;
    private Long sdkappid;
    private byte[] userid;
    private Long now;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<Long> otherSdkappids = new ArrayList<>();
    private final List<byte[]> otherKeys = new ArrayList<>();

    /** The symptoms of a ticket, as it was received, damage and all. */
    public Symptoms(String ticket) {
        this.ticket = Texts.utf8(ticket);
    }

    /** The SDKAppID for which it is rejected. */
    public Symptoms sdkappid(long sdkappid) {
        this.sdkappid = sdkappid;
        return this;
    }

    /** The UserID for which it is rejected. */
    public Symptoms userid(String userid) {
        this.userid = Texts.utf8(userid);
        return this;
    }

    /** Adds a key of the application, as it is configured, damage and all. */
    public Symptoms key(String key) {
        keys.add(Texts.key(key));
        return this;
    }

    /** Adds another application that may have been mixed up with this one. */
    public Symptoms otherApplication(long sdkappid, String key) {
        otherKeys.add(Texts.key(key));
        otherSdkappids.add(sdkappid);
        return this;
    }

    /** The moment of the rejection, Unix seconds; the system clock's unless set. */
    public Symptoms now(long now) {
        this.now = now;
        return this;
    }

    byte[] diagnose() {
        long[] others = new long[otherSdkappids.size()];
        for (int at = 0; at < others.length; at++) {
            others[at] = otherSdkappids.get(at);
        }
        return Engine.diagnose(ticket, sdkappid == null ? 0 : 1, sdkappid == null ? 0 : sdkappid, userid,
                keys.toArray(new byte[0][]), others, otherKeys.toArray(new byte[0][]),
                now == null ? Engine.now() : now);
    }
}
