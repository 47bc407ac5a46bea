/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

/**
 * How often a benign score is as high as a given one. Immutable and thread-safe.
 *
 * <p>Up to the tail by counting, beyond by a generalised Pareto distribution times the tail's share. The p-value never
 * rises with the score. Because scores are counted in bins, it is taken one bin (0.1 %) lower than asked: what that
 * costs is at most that it is too great, never too small.
 *
 * <p>No data reach arbitrarily far: from n scores no p-value below 1 / ({@value #REACH} n) is claimed. So a calibration
 * warms up by itself: before it has seen enough, nothing is rare enough for a high calibrated score.
 */
public final class Calibration {
    /** A calibrated score of 1 stands for ten to the minus this. */
    public static final double DECADES = 7;

    /** How many times rarer than anything in the data a p-value may be. */
    static final double REACH = 100;

    private static final Calibration NONE = new Calibration(0, new double[] {1}, new GeneralisedPareto(0, 1), 0);

    private final int firstBin;
    private final double[] survival;
    private final GeneralisedPareto tail;
    private final double threshold;
    private final double count;

    /**
     * A calibration.
     *
     * @param firstBin the bin of the first share
     * @param survival the shares of scores in a bin or above, for the bins from there to that with which the tail begins
     * @param tail of the excesses over the beginning of that bin
     * @param count of equally weighted scores that it was made from
     */
    Calibration(int firstBin, double[] survival, GeneralisedPareto tail, double count) {
        this.firstBin = firstBin;
        this.survival = survival;
        this.tail = tail;
        this.threshold = ScoreBins.lower(firstBin + survival.length - 1);
        this.count = count;
    }

    /** Knows nothing: every score has the p-value 1, and is calibrated to 0. */
    public static Calibration none() {
        return NONE;
    }

    /** How many equally weighted scores it was made from, so to speak. */
    public double count() {
        return count;
    }

    /** The distribution of the excesses over {@link #tailStart}. */
    public GeneralisedPareto tail() {
        return tail;
    }

    /** The raw score from which on the fitted tail is used. */
    public double tailStart() {
        return threshold;
    }

    /** The share of scores that reach {@link #tailStart}. */
    public double tailShare() {
        return survival[survival.length - 1];
    }

    /** The least p-value that is claimed; 1 if there were no scores. */
    public double leastPValue() {
        return count == 0 ? 1 : Math.min(1, 1 / (REACH * count));
    }

    /**
     * How often a benign score is as high as this one or higher: in (0, 1].
     *
     * @throws IllegalArgumentException if the score is negative or NaN
     */
    public double pValue(double score) {
        if (!(score >= 0)) {
            throw new IllegalArgumentException("score: " + score + " (expected: >= 0)");
        }
        return Math.max(leastPValue(), survival(score / ScoreBins.GROWTH));
    }

    /** The calibrated score of a raw one. */
    public double score(double raw) {
        return scoreOf(pValue(raw));
    }

    /**
     * The raw score that has this p-value; positive infinity where none has, being rarer than is claimed.
     *
     * @param pValue in (0, 1]
     */
    public double rawOf(double pValue) {
        requirePValue(pValue);
        if (pValue < leastPValue()) {
            return Double.POSITIVE_INFINITY;
        }
        if (pValue <= tailShare()) {
            return (threshold + tail.excess(pValue / tailShare())) * ScoreBins.GROWTH;
        }
        int bin = 0;
        while (survival[bin + 1] >= pValue) {
            bin++;
        }
        double lower = ScoreBins.lower(firstBin + bin);
        double upper = ScoreBins.upper(firstBin + bin);
        double position = (survival[bin] - pValue) / (survival[bin] - survival[bin + 1]);
        return (lower + Math.max(0, position) * (upper - lower)) * ScoreBins.GROWTH;
    }

    /** The calibrated score of a p-value: -log10(p) / {@value #DECADES}, at most 1. */
    public static double scoreOf(double pValue) {
        requirePValue(pValue);
        return Math.min(1, Math.max(0, -Math.log10(pValue) / DECADES));
    }

    /** The p-value of a calibrated score, from 0 to 1; the inverse of {@link #scoreOf}. */
    public static double pValueOf(double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("calibrated score: " + score + " (expected: 0 to 1)");
        }
        return Math.pow(10, -DECADES * score);
    }

    private double survival(double score) {
        int bin = ScoreBins.of(score) - firstBin;
        if (bin < 0) {
            return 1;
        }
        if (bin >= survival.length - 1) {
            return tailShare() * tail.survival(Math.max(0, score - threshold));
        }
        double lower = ScoreBins.lower(firstBin + bin);
        double upper = ScoreBins.upper(firstBin + bin);
        double position = Math.max(0, Math.min(1, (score - lower) / (upper - lower)));
        return survival[bin] + position * (survival[bin + 1] - survival[bin]);
    }

    private static void requirePValue(double pValue) {
        if (!(pValue > 0 && pValue <= 1)) {
            throw new IllegalArgumentException("p-value: " + pValue + " (expected: greater than 0, at most 1)");
        }
    }
}
