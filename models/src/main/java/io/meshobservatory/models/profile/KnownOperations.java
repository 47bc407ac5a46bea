/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * Which operations an edge asks for, and how often, as running means per active minute. At most {@link #MAX} are kept; an
 * edge that has more is one where anything may come, and no operation is new there. Not thread-safe.
 */
final class KnownOperations {
    static final int MAX = 24;

    private static final int[] NO_KEYS = {};
    private static final float[] NO_RATES = {};

    private int[] keys = NO_KEYS;
    private float[] rates = NO_RATES;
    private int minutes;
    private boolean overflowed;

    /** How many active minutes with told operations it has seen, at most the memory. */
    int minutes() {
        return minutes;
    }

    /** Whether operations are told and few enough for one of them to be new. */
    boolean canTellNew() {
        return minutes > 0 && !overflowed;
    }

    /** How many operations it knows. */
    int size() {
        return keys.length;
    }

    boolean knows(String operation) {
        return place(Fingerprint.shortOf(operation)) >= 0;
    }

    /** Calls per active minute. */
    double usual(String operation) {
        int place = place(Fingerprint.shortOf(operation));
        return place < 0 ? 0 : rates[place];
    }

    /**
     * How different the mixture of operations is from the usual one: half the sum of the differences of shares, from 0 (the
     * same) to 1 (nothing in common); 0 while there is too little to tell.
     */
    double shift(Map<String, Long> operations) {
        double usualTotal = 0;
        for (float rate : rates) {
            usualTotal += rate;
        }
        long total = total(operations);
        if (usualTotal <= 0 || total == 0) {
            return 0;
        }
        double common = 0;
        for (Map.Entry<String, Long> operation : operations.entrySet()) {
            double share = (double) operation.getValue() / total;
            common += Math.min(share, usual(operation.getKey()) / usualTotal);
        }
        return Math.max(0, 1 - common);
    }

    void learn(Map<String, Long> operations, int memory) {
        if (operations.isEmpty()) {
            return;
        }
        minutes = Math.min(minutes + 1, memory);
        float weight = 1f / minutes;
        for (int i = 0; i < rates.length; i++) {
            rates[i] -= weight * rates[i];
        }
        for (Map.Entry<String, Long> operation : operations.entrySet()) {
            int key = Fingerprint.shortOf(operation.getKey());
            int place = place(key);
            if (place >= 0) {
                rates[place] += weight * operation.getValue();
            } else if (keys.length < MAX) {
                insert(-place - 1, key, weight * operation.getValue());
            } else {
                overflowed = true;
            }
        }
    }

    static long total(Map<String, Long> operations) {
        long total = 0;
        for (long count : operations.values()) {
            total += count;
        }
        return total;
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(minutes);
        out.writeByte(overflowed ? keys.length | 0x80 : keys.length);
        for (int i = 0; i < keys.length; i++) {
            out.writeInt(keys[i]);
            out.writeFloat(rates[i]);
        }
    }

    static KnownOperations read(DataInput in) throws IOException {
        KnownOperations read = new KnownOperations();
        read.minutes = in.readUnsignedShort();
        int header = in.readUnsignedByte();
        read.overflowed = (header & 0x80) != 0;
        int size = header & 0x7f;
        if (size > 0) {
            read.keys = new int[size];
            read.rates = new float[size];
        }
        for (int i = 0; i < size; i++) {
            read.keys[i] = in.readInt();
            read.rates[i] = in.readFloat();
        }
        return read;
    }

    private int place(int key) {
        return java.util.Arrays.binarySearch(keys, key);
    }

    private void insert(int place, int key, float rate) {
        int[] moreKeys = new int[keys.length + 1];
        float[] moreRates = new float[keys.length + 1];
        System.arraycopy(keys, 0, moreKeys, 0, place);
        System.arraycopy(rates, 0, moreRates, 0, place);
        moreKeys[place] = key;
        moreRates[place] = rate;
        System.arraycopy(keys, place, moreKeys, place + 1, keys.length - place);
        System.arraycopy(rates, place, moreRates, place + 1, keys.length - place);
        keys = moreKeys;
        rates = moreRates;
    }
}
