package io.usersig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Settings of an {@link Application}.
 *
 * <pre>{@code
 * Application app = Application.builder(1400000000L)
 *         .key("new secret")
 *         .key("old secret")
 *         .userIdForm(UserIdForm.UTF8)
 *         .maxClockSkew(300)
 *         .build();
 * }</pre>
 */
public final class ApplicationBuilder {
    private static final int BOUNDED_SKEW = 1;
    private static final int BOUNDED_VALIDITY = 2;

    final long sdkappid;
    private final List<byte[]> keys = new ArrayList<>();
    private boolean built;
    private UserIdForm form = UserIdForm.DOCUMENTED;
    private Encoding encoding = Encoding.COMPACT;
    private int bounded;
    private long maxClockSkew;
    private long longestValidity;
    private int legacyUtcOffset;

    ApplicationBuilder(long sdkappid) {
        this.sdkappid = sdkappid;
    }

    /** Adds a key: a secret key, or a PEM text of the legacy algorithm. The first one signs. */
    public ApplicationBuilder key(String key) {
        keys.add(Texts.key(key));
        return this;
    }

    /** Adds a key as the bytes of its text; the caller may wipe them then, which no {@code String} can be. */
    public ApplicationBuilder key(byte[] key) {
        if (key == null) {
            throw Engine.misfit(Engine.KEY, Engine.MISSING);
        }
        keys.add(key.clone());
        return this;
    }

    /** Adds keys, in the order in which they are tried. */
    public ApplicationBuilder keys(String... keys) {
        if (keys == null) {
            throw Engine.misfit(Engine.KEY, Engine.MISSING);
        }
        for (String key : keys) {
            key(key);
        }
        return this;
    }

    /** Which UserIDs are signed; those of the documented form unless set. */
    public ApplicationBuilder userIdForm(UserIdForm form) {
        this.form = form;
        return this;
    }

    /** How current tickets are compressed; the shortest way unless set. */
    public ApplicationBuilder encoding(Encoding encoding) {
        this.encoding = encoding;
        return this;
    }

    /** Rejects tickets signed more than so many seconds ahead of now; unbounded unless set. */
    public ApplicationBuilder maxClockSkew(long seconds) {
        this.maxClockSkew = seconds;
        this.bounded |= BOUNDED_SKEW;
        return this;
    }

    /** Rejects tickets valid for more than so many seconds; unbounded unless set. */
    public ApplicationBuilder longestValidity(long seconds) {
        this.longestValidity = seconds;
        this.bounded |= BOUNDED_VALIDITY;
        return this;
    }

    /** Reads the local time in the oldest legacy tickets as of a zone so many seconds east of UTC; 0 unless set. */
    public ApplicationBuilder legacyUtcOffset(int seconds) {
        this.legacyUtcOffset = seconds;
        return this;
    }

    /**
     * The application. It can be asked for once: the builder's copies of the keys are wiped then.
     *
     * @throws IllegalStateException the second time
     * @throws UserSigException for an SDKAppID outside 1 to 4294967295, an unusable key, a negative bound
     */
    public Application build() {
        return new Application(this);
    }

    /** The slot of a new native application. */
    long open() {
        Engine.require();
        if (built) {
            throw new IllegalStateException("the builder's keys are wiped after the first build; make a new builder");
        }
        built = true;
        byte[][] texts = keys.toArray(new byte[0][]);
        try {
            return open(texts);
        } finally {
            Texts.wipe(texts);
        }
    }

    private long open(byte[][] texts) {
        int formNumber = form == null ? -1 : form.ordinal();
        int encodingNumber = encoding == null ? -1 : encoding.ordinal();
        return Engine.open(sdkappid, texts, formNumber, encodingNumber, bounded, maxClockSkew, longestValidity,
                legacyUtcOffset);
    }

    /** The number of keys; never a key. */
    @Override
    public String toString() {
        return "ApplicationBuilder{sdkappid=" + sdkappid + ", keys=" + keys.size() + '}';
    }
}
