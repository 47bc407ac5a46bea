/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The known attributes of one span or resource. Envoy writes every value as a string, SDKs write numbers; here either
 * reads as either. Envoy's {@code -} and the empty string read as absent. The last value of a repeated key wins. Not
 * thread-safe; reused by {@link #clear}.
 */
final class Attributes {
    /** A number that is not there. */
    static final long ABSENT = Long.MIN_VALUE;

    private static final int COUNT = AttributeKey.values().length;

    private static final byte[] NO_BYTES = {};

    private static final AttributeKey[] KEYS = AttributeKey.values();

    private final @Nullable StringCache names;

    /** Which attributes have a value: a bit for each. What stands of others in the arrays means nothing. */
    private final long[] told = new long[AttributeSet.WORDS];

    /** Of which of them there is a string; and which were asked for since {@link #forgetAsked}. */
    private final long[] made = new long[AttributeSet.WORDS];

    private final long[] asked = new long[AttributeSet.WORDS];

    private @Nullable String[] strings = new String[COUNT];
    private final long[] numbers = new long[COUNT];

    /** Where a text stands; begins at -1 where there are no bytes of it. */
    private byte[] bytes = NO_BYTES;

    private final int[] starts = new int[COUNT];
    private final int[] ends = new int[COUNT];
    /** Of names that stand somewhere, as {@link Words#hash} tells. */
    private final long[] hashes = new long[COUNT];

    /** Attributes whose strings are all made anew. */
    Attributes() {
        this(null);
    }

    /** @param names gives the strings of names that are put as bytes */
    Attributes(@Nullable StringCache names) {
        this.names = names;
    }

    /**
     * A request begins. The strings go into an array as young as the request: a reference that is put into an old object
     * costs the collector's bookkeeping (with G1, a memory fence), and this happens some ten times for each span.
     */
    void beginRequest() {
        strings = new String[COUNT];
        clear();
    }

    void clear() {
        for (int i = 0; i < AttributeSet.WORDS; i++) {
            told[i] = 0;
            made[i] = 0;
        }
    }

    void put(AttributeKey key, String value) {
        if (value.isEmpty() || value.equals("-")) {
            putOther(key);
        } else {
            int i = tell(key);
            strings[i] = AttributeLimits.limit(value, AttributeLimits.maxLength(key));
            made[i >>> 6] |= 1L << i;
            numbers[i] = ABSENT;
            starts[i] = -1;
        }
    }

    void put(AttributeKey key, long value) {
        if (value == ABSENT) {
            putOther(key);
            return;
        }
        int i = tell(key);
        numbers[i] = value;
        starts[i] = -1;
    }

    void put(AttributeKey key, boolean value) {
        put(key, value ? "true" : "false");
    }

    /**
     * A text of which no string is made unless one is asked for. Neither empty nor {@code -}, and not longer than
     * {@value AttributeLimits#MAX_LENGTH} bytes; all such texts must stand in one array.
     *
     * @param number the number that it is, {@link #ABSENT} if that is not known
     */
    void put(AttributeKey key, byte[] in, int from, int to, long number) {
        int i = tell(key);
        numbers[i] = number;
        putBytes(i, in, from, to);
    }

    /**
     * Likewise a name, of not more than {@value StringCache#MAX_CACHED_BYTES} bytes.
     *
     * @param hash what {@link Words#hash} tells of it
     */
    void putName(AttributeKey key, byte[] in, int from, int to, long hash) {
        int i = tell(key);
        numbers[i] = ABSENT;
        hashes[i] = hash;
        putBytes(i, in, from, to);
    }

    private void putBytes(int i, byte[] in, int from, int to) {
        if (bytes != in) {
            bytes = in;
        }
        starts[i] = from;
        ends[i] = to;
    }

    /** A value that is neither string, number nor truth value: as if it were absent. */
    void putOther(AttributeKey key) {
        int i = key.ordinal();
        told[i >>> 6] &= ~(1L << i);
    }

    /** The value as a string, null if absent. */
    @Nullable
    String string(AttributeKey key) {
        int i = key.ordinal();
        long bit = 1L << i;
        asked[i >>> 6] |= bit;
        if ((told[i >>> 6] & bit) == 0) {
            return null;
        }
        return (made[i >>> 6] & bit) != 0 ? strings[i] : make(i);
    }

    private String make(int i) {
        if (starts[i] < 0) {
            return Long.toString(numbers[i]);
        }
        String value = names != null && KEYS[i].form() == AttributeKey.Form.NAME
                ? names.get(bytes, starts[i], ends[i], hashes[i])
                : AttributeLimits.limit(
                        new String(bytes, starts[i], ends[i] - starts[i], StandardCharsets.UTF_8),
                        AttributeLimits.MAX_LENGTH);
        strings[i] = value;
        made[i >>> 6] |= 1L << i;
        return value;
    }

    /** From now on, {@link #askedOnly} is about what is asked for from now on. */
    void forgetAsked() {
        for (int i = 0; i < AttributeSet.WORDS; i++) {
            asked[i] = 0;
        }
    }

    /** Whether no value was asked for but those of a set. Whether there is one at all is another question. */
    boolean askedOnly(AttributeSet set) {
        return set.holds(asked);
    }

    /** The first of several attributes that is there, null if none is. */
    @Nullable
    String string(AttributeKey first, AttributeKey second) {
        return has(first) ? string(first) : string(second);
    }

    /**
     * Whether the value is there as bytes, from {@link #start} to {@link #end} of {@link #bytes}. They may hold control
     * characters, which the string does not.
     */
    boolean hasBytes(AttributeKey key) {
        return has(key) && starts[key.ordinal()] >= 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(AttributeKey key) {
        return starts[key.ordinal()];
    }

    int end(AttributeKey key) {
        return ends[key.ordinal()];
    }

    /** Likewise, of the key with a number. */
    int start(int ordinal) {
        return starts[ordinal];
    }

    int end(int ordinal) {
        return ends[ordinal];
    }

    long hash(int ordinal) {
        return hashes[ordinal];
    }

    /** The hash of a name that is there as bytes. */
    long hash(AttributeKey key) {
        return hashes[key.ordinal()];
    }

    /** A word of the bits of all attributes that are there, in the order of the keys. */
    long told(int word) {
        return told[word];
    }

    /** Likewise, of any number of attributes. */
    @Nullable
    String first(AttributeKey... keys) {
        for (AttributeKey key : keys) {
            String value = string(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    boolean has(AttributeKey key) {
        int i = key.ordinal();
        return (told[i >>> 6] & (1L << i)) != 0;
    }

    /** Whether any attribute of a set is there. */
    boolean hasAny(AttributeSet set) {
        return set.meets(told);
    }

    boolean isTrue(AttributeKey key) {
        String value = string(key);
        return value != null && value.equalsIgnoreCase("true");
    }

    /** The value as a whole number, {@link #ABSENT} if it is absent or none. */
    long number(AttributeKey key) {
        int i = key.ordinal();
        asked[i >>> 6] |= 1L << i;
        if ((told[i >>> 6] & (1L << i)) == 0) {
            return ABSENT;
        }
        long number = numbers[i];
        String value = number == ABSENT ? string(key) : null;
        return value == null ? number : Digits.parse(value);
    }

    long number(AttributeKey first, AttributeKey second) {
        long value = number(first);
        return value != ABSENT ? value : number(second);
    }

    long number(AttributeKey first, AttributeKey second, AttributeKey third) {
        long value = number(first, second);
        return value != ABSENT ? value : number(third);
    }

    private int tell(AttributeKey key) {
        int i = key.ordinal();
        told[i >>> 6] |= 1L << i;
        made[i >>> 6] &= ~(1L << i);
        return i;
    }
}
