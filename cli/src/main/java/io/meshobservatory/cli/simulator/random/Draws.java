/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.random;

/**
 * How often something happens, drawn at once instead of one by one: exact where few things happen, and by the normal
 * distribution with the same mean and deviation where many do. Stateless.
 */
public final class Draws {
    /** From this many expected things on, the normal distribution takes over: its skewness error is below 0.2. */
    private static final double MANY = 30;

    private Draws() {}

    /** A number of a Poisson distribution; 0 where the mean is not above 0. */
    public static long poisson(double mean, SeededRandom random) {
        if (!(mean > 0)) {
            return 0;
        }
        if (mean >= MANY) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        // inversion: as many steps as the number that comes of it
        double term = StrictMath.exp(-mean);
        double at = random.nextDouble() - term;
        long count = 0;
        while (at >= 0 && term > 0) {
            count++;
            term *= mean / count;
            at -= term;
        }
        return count;
    }

    /**
     * How many of some trials succeed.
     *
     * @param trials not negative
     * @param probability of each; less than 0 is 0, and more than 1 is 1
     */
    public static long binomial(long trials, double probability, SeededRandom random) {
        if (trials <= 0 || !(probability > 0)) {
            return 0;
        }
        if (probability >= 1) {
            return trials;
        }
        if (probability > 0.5) {
            return trials - binomial(trials, 1 - probability, random);
        }
        double mean = trials * probability;
        if (mean >= MANY) {
            double drawn = mean + Math.sqrt(mean * (1 - probability)) * random.nextGaussian();
            return Math.min(trials, Math.max(0, Math.round(drawn)));
        }
        double odds = probability / (1 - probability);
        double term = StrictMath.exp(trials * StrictMath.log1p(-probability));
        double at = random.nextDouble() - term;
        long count = 0;
        while (at >= 0 && count < trials && term > 0) {
            term *= odds * (trials - count) / (count + 1);
            count++;
            at -= term;
        }
        return count;
    }

    /**
     * The sum of many numbers, each uniform between two limits.
     *
     * @param count how many
     * @param typical their mean
     * @param spread how far from the mean each can be, as a ratio of it in [0, 1]
     */
    public static long uniformSum(long count, double typical, double spread, SeededRandom random) {
        double deviation = typical * spread / Math.sqrt(3);
        if (count <= 0) {
            return 0;
        }
        double drawn = count == 1
                ? typical * (1 + spread * (2 * random.nextDouble() - 1))
                : count * typical + Math.sqrt(count) * deviation * random.nextGaussian();
        return Math.max(0, Math.round(drawn));
    }
}
