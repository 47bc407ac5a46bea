/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.random;

/**
 * A small random sequence that is the same on every JDK, unlike {@link java.util.SplittableRandom}, whose algorithm is
 * no promise. SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014): period
 * 2^64, far more than one trace takes. Not thread-safe.
 */
public final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    /** The sequence of a seed. */
    public SeededRandom(long seed) {
        state = seed;
    }

    /** A sequence of its own for every combination of keys. */
    public static SeededRandom of(long seed, long... keys) {
        return new SeededRandom(hash(seed, keys));
    }

    /** The seed of the sequence of a combination of keys. */
    public static long hash(long seed, long... keys) {
        long hash = mix(seed + GOLDEN_GAMMA);
        for (long key : keys) {
            hash = mix((hash ^ key) + GOLDEN_GAMMA);
        }
        return hash;
    }

    /** A hash of a name that does not depend on the JDK. */
    public static long hash(String name) {
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = mix((hash ^ name.charAt(i)) + GOLDEN_GAMMA);
        }
        return hash;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform over all numbers. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** An id: never 0, which OTLP calls invalid. */
    public long nextId() {
        long id = nextLong();
        return id == 0 ? 1 : id;
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** Uniform in [0, bound). */
    public int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /** Whether something of this probability happens. */
    public boolean chance(double probability) {
        return probability > 0 && nextDouble() < probability;
    }

    /** Exponentially distributed with mean 1. */
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    /** Normally distributed with mean 0 and deviation 1 (Box and Muller, 1958). */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(2 * nextExponential());
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }
}
