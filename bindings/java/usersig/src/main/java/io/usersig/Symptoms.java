package io.usersig;

import java.util.ArrayList;
import java.util.List;

/** What is known about a ticket that is rejected. All but the ticket may be left out; more of it finds more. */
public final class Symptoms {
    private final byte[] ticket;
    private Long sdkappid;
    private byte[] userid;
    private Long now;
    private final List<String> keys = new ArrayList<>();
    private final List<Long> otherSdkappids = new ArrayList<>();
    private final List<String> otherKeys = new ArrayList<>();

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
        keys.add(Texts.requireKey(key));
        return this;
    }

    /** Adds another application that may have been mixed up with this one. */
    public Symptoms otherApplication(long sdkappid, String key) {
        otherKeys.add(Texts.requireKey(key));
        otherSdkappids.add(sdkappid);
        return this;
    }

    /** The moment of the rejection, Unix seconds; the system clock's unless set. */
    public Symptoms now(long now) {
        this.now = now;
        return this;
    }

    Diagnosis diagnose() {
        Engine.require();
        long[] others = new long[otherSdkappids.size()];
        for (int at = 0; at < others.length; at++) {
            others[at] = otherSdkappids.get(at);
        }
        byte[][] keyTexts = utf8(keys);
        byte[][] otherKeyTexts = utf8(otherKeys);
        try {
            long[] numbers = new long[Diagnosis.NUMBERS];
            byte[][] texts = Engine.diagnose(ticket, sdkappid == null ? 0 : 1, sdkappid == null ? 0 : sdkappid, userid,
                    keyTexts, others, otherKeyTexts, now == null ? Engine.now() : now, numbers);
            return new Diagnosis(numbers, texts);
        } finally {
            Texts.wipe(keyTexts);
            Texts.wipe(otherKeyTexts);
        }
    }

    private static byte[][] utf8(List<String> keys) {
        byte[][] texts = new byte[keys.size()][];
        for (int at = 0; at < texts.length; at++) {
            texts[at] = Texts.key(keys.get(at));
        }
        return texts;
    }
}
