/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much a figure usually differs from its location in each hour of the week, as an offset on a logarithmic scale. What
 * one hour of the week has not shown often enough is borrowed from the same hour of other days, and what that has not,
 * from none: an offset of 0. Hours are those of UTC. Only cells that were used take room. Not thread-safe.
 */
public final class HourOfWeek {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int DAY = 24;
    private static final int WEEK = 168;
    /** The epoch began on a Thursday; weeks begin on Monday. */
    private static final long EPOCH_HOUR_OF_WEEK = 72;
    /** An hour of minutes makes half of a cell's word. */
    private static final int BORROWED = 60;

    private static final int MEMORY = 8 * 60;

    private final float[] offsets = new float[WEEK + DAY];
    private final short[] counts = new short[WEEK + DAY];

    /** What is to be added to the location at a time, milliseconds since the epoch. */
    public double offset(long millis) {
        int hour = hourOfWeek(millis);
        int day = WEEK + hour % DAY;
        double ofDay = offsets[day] * counts[day] / (counts[day] + BORROWED);
        return (counts[hour] * offsets[hour] + BORROWED * ofDay) / (counts[hour] + BORROWED);
    }

    /** The offset of the busiest hour of the day, as far as days were seen; at least 0. */
    public double greatestOffset() {
        double greatest = 0;
        for (int hour = WEEK; hour < WEEK + DAY; hour++) {
            greatest = Math.max(greatest, offsets[hour] * counts[hour] / (counts[hour] + BORROWED));
        }
        return greatest;
    }

    /**
     * Takes in how far a figure was from its location, the offset not taken off.
     *
     * @param residual finite; anything else is ignored
     * @param limit residuals beyond it count as it
     */
    public void learn(long millis, double residual, double limit) {
        if (!Double.isFinite(residual)) {
            return;
        }
        double kept = Math.max(-limit, Math.min(limit, residual));
        int hour = hourOfWeek(millis);
        learn(hour, kept);
        learn(WEEK + hour % DAY, kept);
    }

    /** The hour of the week of a time, 0 to 167, from the first one of Monday, in UTC. */
    public static int hourOfWeek(long millis) {
        return (int) Math.floorMod(Math.floorDiv(millis, HOUR_MILLIS) + EPOCH_HOUR_OF_WEEK, (long) WEEK);
    }

    /** Writes the state: the number of used cells, and of each its place, offset and count. */
    public void write(DataOutput out) throws IOException {
        int used = 0;
        for (short count : counts) {
            used += count > 0 ? 1 : 0;
        }
        out.writeByte(used);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                out.writeByte(i);
                out.writeFloat(offsets[i]);
                out.writeShort(counts[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public static HourOfWeek read(DataInput in) throws IOException {
        HourOfWeek read = new HourOfWeek();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            int cell = in.readUnsignedByte();
            read.offsets[cell] = in.readFloat();
            read.counts[cell] = in.readShort();
        }
        return read;
    }

    private void learn(int cell, double residual) {
        int memory = cell < WEEK ? MEMORY : MEMORY * 2;
        counts[cell] = (short) Math.min(counts[cell] + 1, memory);
        offsets[cell] += (float) ((residual - offsets[cell]) / counts[cell]);
    }
}
