package io.usersig;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Java's strings to bytes in UTF-8, and back. */
final class Texts {
    /** No UTF-8: what a text that is not Unicode becomes, so that it is refused where it is used. */
    private static final byte NOT_UNICODE = (byte) 0xff;

    /** Virtual machines keep some words of an array for themselves. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;
    private final int[] ends;
    private int rows;

    /** An empty list of texts with room for so many. */
    Texts(int rows) {
        this.bytes = new byte[Math.max(64, 32 * Math.min(rows, 1 << 20))];
        this.ends = new int[rows];
    }

    /** Null stays null. */
    static byte[] utf8(String text) {
        if (text == null) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // A lone surrogate becomes a question mark: only where one stands is there a reason to look.
        for (byte b : bytes) {
            if (b == '?') {
                return isUnicode(text) ? bytes : new byte[] {NOT_UNICODE};
            }
        }
        return bytes;
    }

    /** A key's text, to be wiped after use; one that is missing or not Unicode is refused. */
    static byte[] key(String text) {
        return requireKey(text).getBytes(StandardCharsets.UTF_8);
    }

    /** The same text; one that is missing or not Unicode is refused. */
    static String requireKey(String text) {
        if (text == null) {
            throw Engine.misfit(Engine.KEY, Engine.MISSING);
        }
        if (!isUnicode(text)) {
            throw Engine.misfit(Engine.KEY, Engine.NOT_UNICODE);
        }
        return text;
    }

    /** Overwrites keys; null among them is passed over. */
    static void wipe(byte[]... keys) {
        for (byte[] key : keys) {
            if (key != null) {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    static String string(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A text of ASCII, as tickets are. */
    static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The elements; a list that is null is a fault of this parameter. */
    static Object[] elements(List<String> list, int parameter) {
        if (list == null) {
            throw Engine.misfit(parameter, Engine.MISSING);
        }
        return list.toArray();
    }

    /** Why a row is no text; null for one that is. Raw lists may hold anything. */
    static UserSigException misfit(Object row, int parameter) {
        return row instanceof String ? null
                : Engine.misfit(parameter, row == null ? Engine.MISSING : Engine.WRONG_TYPE);
    }

    /** Adds one text; what is none as an empty one. */
    void add(Object text) {
        byte[] more = text instanceof String ? utf8((String) text) : new byte[0];
        int end = end(length, more.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(LONGEST_ARRAY, Math.max(end, 2L * bytes.length)));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length = end;
        ends[rows++] = end;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    int[] ends() {
        return ends;
    }

    /** Where the next text ends. */
    static int end(int length, int more) {
        if (more > LONGEST_ARRAY - length) {
            throw Engine.tooManyRows();
        }
        return length + more;
    }

    private static boolean isUnicode(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            if (!pair) {
                return false;
            }
            at++;
        }
        return true;
    }
}
