/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Recent benign scores, forgotten slowly by event time.
 *
 * <p>Scores are counted in bins of 0.1 % width ({@link ScoreBins}), apart for each slice of time. A slice is a quarter
 * of the half-life long; when a calibration is asked for, the counts of each are weighted by
 * 2^(-age in slices / 4), and what is older than {@value #SLICES} slices (six half-lives, 1.6 %) is gone.
 *
 * <p>Only whole numbers are kept. So neither the order in which scores arrive nor the way in which they are split and
 * merged ({@link #merge}) changes any bit of the calibration. What must not be learned, such as what was alerted on,
 * must not be added. A few ten kilobytes; not thread-safe.
 *
 * <p>Encoding: format (byte, 1), half-life in ms (long), too old scores (long), number of slices (int), then for each
 * its index (long) and counts ({@link ScoreCounts}).
 */
public final class DecayingScores {
    /** How many slices are kept. */
    static final int SLICES = 24;

    static final int SLICES_PER_HALF_LIFE = 4;
    private static final int FORMAT = 1;

    private final long halfLifeMillis;
    private final long sliceMillis;
    private final NavigableMap<Long, ScoreCounts> slices = new TreeMap<>();
    private long tooOld;

    /**
     * Nothing yet.
     *
     * @param halfLifeMillis after which a score weighs half; at least {@value #SLICES_PER_HALF_LIFE}
     */
    public DecayingScores(long halfLifeMillis) {
        if (halfLifeMillis < SLICES_PER_HALF_LIFE) {
            throw new IllegalArgumentException(
                    "half-life: " + halfLifeMillis + " ms (expected: >= " + SLICES_PER_HALF_LIFE + ")");
        }
        this.halfLifeMillis = halfLifeMillis;
        this.sliceMillis = halfLifeMillis / SLICES_PER_HALF_LIFE;
    }

    /**
     * Counts a score.
     *
     * @param score raw: 0 or greater, finite; greater is more anomalous
     * @param eventTimeMillis when it was reached
     * @return false if it is too old to count; see {@link #tooOld}
     * @throws IllegalArgumentException if the score is negative, NaN or infinite
     */
    public boolean add(double score, long eventTimeMillis) {
        if (!(score >= 0) || Double.isInfinite(score)) {
            throw new IllegalArgumentException("score: " + score + " (expected: >= 0 and finite)");
        }
        long slice = Math.floorDiv(eventTimeMillis, sliceMillis);
        if (!slices.isEmpty() && slice <= slices.lastKey() - SLICES) {
            tooOld++;
            return false;
        }
        sliceOf(slice).add(ScoreBins.of(score), 1);
        return true;
    }

    /**
     * Adds the scores of another one.
     *
     * @throws IllegalArgumentException if the half-lives differ
     */
    public void merge(DecayingScores other) {
        if (other.halfLifeMillis != halfLifeMillis) {
            throw new IllegalArgumentException(
                    "half-life of the other: " + other.halfLifeMillis + " ms (expected: " + halfLifeMillis + ")");
        }
        for (Map.Entry<Long, ScoreCounts> slice : other.slices.entrySet()) {
            if (slices.isEmpty() || slice.getKey() > slices.lastKey() - SLICES) {
                sliceOf(slice.getKey()).add(slice.getValue());
            } else {
                tooOld += slice.getValue().total();
            }
        }
        tooOld += other.tooOld;
    }

    /** How many scores came too late to count. */
    public long tooOld() {
        return tooOld;
    }

    /** How many scores are kept, each as one. */
    public long size() {
        return slices.values().stream().mapToLong(ScoreCounts::total).sum();
    }

    /** What the scores so far say; costs some milliseconds, so once in a while. */
    public Calibration calibrate() {
        return CalibrationFitter.fit(weighted());
    }

    /** One of its own with the same scores. */
    public DecayingScores copy() {
        DecayingScores copy = new DecayingScores(halfLifeMillis);
        slices.forEach((index, counts) -> copy.slices.put(index, counts.copy()));
        copy.tooOld = tooOld;
        return copy;
    }

    private WeightedScores weighted() {
        int first = Integer.MAX_VALUE;
        int end = 0;
        for (ScoreCounts counts : slices.values()) {
            first = Math.min(first, counts.first());
            end = Math.max(end, counts.end());
        }
        if (end == 0) {
            return new WeightedScores(0, new double[0], 0);
        }
        double[] weights = new double[end - first];
        double squares = 0;
        long newest = slices.lastKey();
        for (Map.Entry<Long, ScoreCounts> slice : slices.entrySet()) {
            double weight = Math.pow(2, (slice.getKey() - newest) / (double) SLICES_PER_HALF_LIFE);
            ScoreCounts counts = slice.getValue();
            for (int bin = counts.first(); bin < counts.end(); bin++) {
                weights[bin - first] += weight * counts.count(bin);
            }
            squares += weight * weight * counts.total();
        }
        return new WeightedScores(first, weights, squares);
    }

    private ScoreCounts sliceOf(long slice) {
        ScoreCounts counts = slices.computeIfAbsent(slice, created -> new ScoreCounts());
        slices.headMap(slices.lastKey() - SLICES, true).clear();
        return counts;
    }

    /** Writes the scores. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(halfLifeMillis);
        out.writeLong(tooOld);
        out.writeInt(slices.size());
        for (Map.Entry<Long, ScoreCounts> slice : slices.entrySet()) {
            out.writeLong(slice.getKey());
            slice.getValue().write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the bytes are no such scores
     */
    public static DecayingScores read(DataInput in) throws IOException {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("decaying scores of format " + format + " (expected: " + FORMAT + ")");
        }
        long halfLifeMillis = in.readLong();
        if (halfLifeMillis < SLICES_PER_HALF_LIFE) {
            throw new IOException("half-life: " + halfLifeMillis + " ms (expected: >= " + SLICES_PER_HALF_LIFE + ")");
        }
        DecayingScores result = new DecayingScores(halfLifeMillis);
        result.tooOld = in.readLong();
        int slices = in.readInt();
        if (slices < 0 || slices > SLICES) {
            throw new IOException("slices: " + slices + " (expected: 0 to " + SLICES + ")");
        }
        for (int i = 0; i < slices; i++) {
            result.slices.put(in.readLong(), ScoreCounts.read(in));
        }
        return result;
    }
}
