/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.random;

import java.util.Arrays;

/**
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
 *
 * <p>The JDK has it too, but does not promise that its numbers stay the same from release to release, and what is
 * trained from a checkpoint must not depend on that. Not thread-safe.
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-52;

    private long state;

    /** A generator; any seed will do. */
    public SplitMix64(long seed) {
        this.state = seed;
    }

    /** Spreads the bits of a number: a bijection under which neighbours have nothing in common. */
    public static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 64 bits to a number in the open interval (0, 1): neither end occurs, so that its logarithm is finite. */
    public static double toOpenUnit(long bits) {
        return ((bits >>> 12) + 0.5) * UNIT;
    }

    /** The next 64 bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /**
     * A number in [0, bound), each equally likely (Lemire 2019, with rejection).
     *
     * @throws IllegalArgumentException if the bound is not positive
     */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound: " + bound + " (expected: > 0)");
        }
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long threshold = (1L << 32) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /**
     * So many different indexes below n, in random order (the first steps of a Fisher-Yates shuffle).
     *
     * @throws IllegalArgumentException if more are wanted than there are
     */
    public int[] sample(int n, int size) {
        if (size < 0 || size > n) {
            throw new IllegalArgumentException("sample of " + size + " out of " + n + " (expected: 0 to " + n + ")");
        }
        int[] indexes = new int[n];
        for (int i = 0; i < n; i++) {
            indexes[i] = i;
        }
        for (int i = 0; i < size; i++) {
            int j = i + nextInt(n - i);
            int picked = indexes[j];
            indexes[j] = indexes[i];
            indexes[i] = picked;
        }
        return Arrays.copyOf(indexes, size);
    }
}
