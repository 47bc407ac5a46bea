/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The greatest amounts of each hour of the day, so that what happens every night is expected there and nowhere else. An
 * amount that is trusted counts at once. One that is not (since it was signalled) counts when much the same came at the same
 * hour on another day: a nightly backup is unusual on its first night, and usual from its third on. Peaks fade by an eighth
 * of an octave with each day on which their hour is used. Amounts are kept as eighths of octaves, so within 5 %. Takes one
 * byte while there is nothing to remember. Not thread-safe.
 */
public final class HourPeaks {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int DAY = 24;
    private static final double STEPS_PER_OCTAVE = 8;
    /** Two amounts within two octaves are much the same. */
    private static final int ALIKE = 16;

    private static final byte[] NONE = {};

    /** Trusted peaks, suspected peaks, day of the suspected, last day on which the hour was used (the last two modulo 256). */
    private byte[] cells = NONE;

    /** The greatest amount usual around a time: in its hour of the day and the two beside it; 0 if none. */
    public double usual(long millis) {
        if (cells.length == 0) {
            return 0;
        }
        int hour = hour(millis);
        int peak = Math.max(trusted(hour), Math.max(trusted((hour + 1) % DAY), trusted((hour + DAY - 1) % DAY)));
        return peak == 0 ? 0 : StrictMath.pow(2, peak / STEPS_PER_OCTAVE);
    }

    /** The greatest amount of any hour of the day, trusted or not; 0 if none. */
    public double greatest() {
        int peak = 0;
        for (int hour = 0; hour < cells.length / 4; hour++) {
            peak = Math.max(peak, Math.max(trusted(hour), suspected(hour)));
        }
        return peak == 0 ? 0 : StrictMath.pow(2, peak / STEPS_PER_OCTAVE);
    }

    /**
     * Takes in an amount.
     *
     * @param amount more than 1; anything else is ignored
     * @param trust whether nothing speaks against it being usual
     */
    public void learn(long millis, double amount, boolean trust) {
        if (!(amount > 1) || amount == Double.POSITIVE_INFINITY) {
            return;
        }
        if (cells.length == 0) {
            cells = new byte[4 * DAY];
        }
        int level = Math.min(0xff, (int) Math.round(StrictMath.log(amount) / StrictMath.log(2) * STEPS_PER_OCTAVE));
        int hour = hour(millis);
        byte day = (byte) Math.floorDiv(millis, DAY * HOUR_MILLIS);
        fade(hour, day);
        if (trust || recurs(hour, day, level)) {
            cells[hour] = (byte) Math.max(trusted(hour), level);
        } else if (cells[2 * DAY + hour] != day || suspected(hour) < level) {
            cells[DAY + hour] = (byte) level;
            cells[2 * DAY + hour] = day;
        }
    }

    /** Trusts all that is suspected so far. */
    public void trustSuspected() {
        for (int hour = 0; hour < cells.length / 4; hour++) {
            cells[hour] = (byte) Math.max(trusted(hour), suspected(hour));
        }
    }

    /** Writes the state. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(cells.length);
        out.write(cells);
    }

    /** Reads what {@link #write} wrote. */
    public static HourPeaks read(DataInput in) throws IOException {
        HourPeaks read = new HourPeaks();
        int length = in.readUnsignedByte();
        if (length > 0) {
            read.cells = new byte[length];
            in.readFully(read.cells);
        }
        return read;
    }

    private void fade(int hour, byte day) {
        if (cells[3 * DAY + hour] != day) {
            cells[3 * DAY + hour] = day;
            cells[hour] = (byte) Math.max(0, trusted(hour) - 1);
        }
    }

    /** Whether much the same was suspected around this hour of another day. */
    private boolean recurs(int hour, byte day, int level) {
        for (int beside = -1; beside <= 1; beside++) {
            int other = (hour + beside + DAY) % DAY;
            if (suspected(other) > 0 && cells[2 * DAY + other] != day && Math.abs(suspected(other) - level) <= ALIKE) {
                return true;
            }
        }
        return false;
    }

    private int trusted(int hour) {
        return cells[hour] & 0xff;
    }

    private int suspected(int hour) {
        return cells[DAY + hour] & 0xff;
    }

    private static int hour(long millis) {
        return (int) Math.floorMod(Math.floorDiv(millis, HOUR_MILLIS), (long) DAY);
    }
}
