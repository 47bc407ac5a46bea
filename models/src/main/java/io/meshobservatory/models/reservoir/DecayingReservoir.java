/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.reservoir;

import io.meshobservatory.models.random.SplitMix64;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A bounded sample of rows in which a row weighs 2^(-age / half-life), by event time.
 *
 * <p>Weighted sampling without replacement (Efraimidis and Spirakis 2006) in its logarithmic form: a row's priority is
 * {@code t ln 2 / halfLife - ln(-ln u)}, u uniform in (0, 1), and the rows of the greatest priorities stay. As time
 * only moves all weights by one factor, a priority never changes: nothing is recomputed as rows age, and late rows
 * take the place that they would have had. In the long run the sample is biased towards recent rows as in Aggarwal
 * (On Biased Reservoir Sampling in the Presence of Stream Evolution, VLDB 2006).
 *
 * <p>The chance u is taken from the seed and the row's identity, not from a generator. So the sample is a function of
 * the set of rows alone: their order, and how they are split over reservoirs that are then merged, change nothing. An
 * identity that comes again (as after a restart) is kept once.
 *
 * <p>Adding costs O(log capacity). Not thread-safe.
 *
 * <p>Encoding: format (byte, 1), capacity (int), columns (int), half-life in ms (long), seed (long), offered (long),
 * number of rows (int); then each row, least priority first: priority (double), identity (long), its values (doubles).
 */
public final class DecayingReservoir {
    private static final int FORMAT = 1;
    private static final double LN_2 = Math.log(2);

    private final int capacity;
    private final int columns;
    private final long halfLifeMillis;
    private final long seed;
    private final NavigableSet<SampledRow> rows = new TreeSet<>();
    private long offered;

    /**
     * An empty reservoir.
     *
     * @param capacity rows at most; positive
     * @param columns values in a row; positive
     * @param halfLifeMillis after which a row is half as likely to be in the sample as a new one; positive
     * @param seed of chance
     */
    public DecayingReservoir(int capacity, int columns, long halfLifeMillis, long seed) {
        if (capacity < 1 || columns < 1 || halfLifeMillis < 1) {
            throw new IllegalArgumentException("reservoir of " + capacity + " rows of " + columns
                    + " columns, half-life " + halfLifeMillis + " ms (expected: each >= 1)");
        }
        this.capacity = capacity;
        this.columns = columns;
        this.halfLifeMillis = halfLifeMillis;
        this.seed = seed;
    }

    /**
     * Offers a row.
     *
     * @param identity of the row, such as a hash of entity and window: the same for the same row, different for others
     * @param eventTimeMillis of the row, since the epoch
     * @param row its values; copied
     * @return whether it is in the sample now
     */
    public boolean offer(long identity, long eventTimeMillis, double[] row) {
        if (row.length != columns) {
            throw new IllegalArgumentException("row of " + row.length + " values (expected: " + columns + ")");
        }
        offered++;
        double priority = priority(identity, eventTimeMillis);
        if (rows.size() == capacity && priority < rows.first().priority()) {
            return false;
        }
        return keep(new SampledRow(priority, identity, row.clone()));
    }

    /**
     * Offers what is in another one, whose capacity and seed must be the same; it stays as it is.
     *
     * @throws IllegalArgumentException if it is not of the same kind
     */
    public void merge(DecayingReservoir other) {
        if (other.capacity != capacity
                || other.columns != columns
                || other.halfLifeMillis != halfLifeMillis
                || other.seed != seed) {
            throw new IllegalArgumentException("reservoirs differ in capacity, columns, half-life or seed: " + other
                    + " (expected: " + this + ")");
        }
        offered += other.offered;
        other.rows.forEach(this::keep);
    }

    /** How many rows are in the sample. */
    public int size() {
        return rows.size();
    }

    /** How many rows were offered, each time that they were. */
    public long offered() {
        return offered;
    }

    /** The rows, in an order that depends on the set of them alone; the arrays are copies. */
    public double[][] rows() {
        return rows.stream().map(row -> row.values().clone()).toArray(double[][]::new);
    }

    private double priority(long identity, long eventTimeMillis) {
        double u = SplitMix64.toOpenUnit(SplitMix64.mix(identity ^ SplitMix64.mix(seed)));
        return LN_2 * eventTimeMillis / halfLifeMillis - Math.log(-Math.log(u));
    }

    private boolean keep(SampledRow row) {
        if (!rows.add(row)) {
            return true;
        }
        return rows.size() <= capacity || !row.equals(rows.pollFirst());
    }

    @Override
    public String toString() {
        return "reservoir of " + capacity + " rows of " + columns + " columns, half-life " + halfLifeMillis
                + " ms, seed " + seed;
    }

    /** Writes the reservoir. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeInt(capacity);
        out.writeInt(columns);
        out.writeLong(halfLifeMillis);
        out.writeLong(seed);
        out.writeLong(offered);
        out.writeInt(rows.size());
        for (SampledRow row : rows) {
            out.writeDouble(row.priority());
            out.writeLong(row.identity());
            for (double value : row.values()) {
                out.writeDouble(value);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the bytes are no such reservoir
     */
    public static DecayingReservoir read(DataInput in) throws IOException {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("reservoir of format " + format + " (expected: " + FORMAT + ")");
        }
        DecayingReservoir result;
        try {
            result = new DecayingReservoir(in.readInt(), in.readInt(), in.readLong(), in.readLong());
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
        result.offered = in.readLong();
        int size = in.readInt();
        if (size < 0 || size > result.capacity) {
            throw new IOException("rows: " + size + " (expected: 0 to " + result.capacity + ")");
        }
        for (int i = 0; i < size; i++) {
            double priority = in.readDouble();
            long identity = in.readLong();
            double[] values = new double[result.columns];
            for (int column = 0; column < values.length; column++) {
                values[column] = in.readDouble();
            }
            result.rows.add(new SampledRow(priority, identity, values));
        }
        return result;
    }
}
