/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import smile.math.MathEx;
import smile.math.Random;
import smile.stat.distribution.GaussianDistribution;

/**
 * Makes what Smile draws depend on a seed and on nothing else.
 *
 * <p>A tree draws from two places. {@code MathEx} has a generator for each thread, and seeding it is enough. But the
 * directions of the cuts come from the one standard normal distribution of the process, which draws numbers in pairs
 * and keeps the second for whoever asks next, in whatever thread: a number that is left over from before would be
 * used up first and shift all that follow. So it is emptied before each tree, and trees are grown under one lock.
 *
 * <p>Anybody else in the process (the class loader) who draws from Smile's normal distribution at the same time would
 * still be able to interfere. Nobody does: Smile is used in this package alone.
 */
final class SmileRandomness {
    /** Held while Smile draws. */
    static final Object LOCK = new Object();

    /** Smile's two generators fold seeds by different moduli, of which this is the smaller: below it, none is folded. */
    private static final long LARGEST_SEED = 899_999_963L;

    private static final long PROBE_SEED = 1;
    private static final double FIRST_OF_PROBE = new Random(PROBE_SEED).nextDouble();

    private SmileRandomness() {}

    /**
     * Starts from a seed; the lock must be held.
     *
     * <p>Leaves the calling thread's {@code MathEx} generator at this seed.
     */
    static void startFrom(long seed) {
        discardLeftOver();
        MathEx.setSeed(Math.floorMod(seed, LARGEST_SEED));
    }

    private static void discardLeftOver() {
        GaussianDistribution normal = GaussianDistribution.getInstance();
        MathEx.setSeed(PROBE_SEED);
        normal.rand();
        // A number that was left over is returned without drawing. Otherwise a pair was drawn, and its second is left.
        boolean drawn = MathEx.random() != FIRST_OF_PROBE;
        if (drawn) {
            normal.rand();
        }
    }
}
