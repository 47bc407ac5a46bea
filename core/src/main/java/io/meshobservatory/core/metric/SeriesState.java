/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What is remembered of a series: its last point, and of a delta series the last intervals. Not thread-safe. */
final class SeriesState {
    /** A retransmission rarely comes later than a few points; what is older than all of these is refused. */
    private static final int MAX_INTERVALS = 64;

    private static final long[] NO_INTERVALS = {};
    private static final Temporality[] TEMPORALITIES = Temporality.values();

    final Temporality temporality;
    long startNanos;
    long timeNanos;
    Reading reading;

    /** Start and end of the last points of a delta series, in the order in which they were counted. */
    private long[] intervals = NO_INTERVALS;

    SeriesState(MetricPoint first) {
        this(first.temporality(), first.startNanos(), first.timeNanos(), first.reading());
    }

    private SeriesState(Temporality temporality, long startNanos, long timeNanos, Reading reading) {
        this.temporality = temporality;
        this.startNanos = startNanos;
        this.timeNanos = timeNanos;
        this.reading = reading;
    }

    SeriesState copy() {
        SeriesState copy = new SeriesState(temporality, startNanos, timeNanos, reading);
        copy.intervals = intervals.clone();
        return copy;
    }

    /** Makes a point of the series its last one. */
    void become(MetricPoint point) {
        startNanos = point.startNanos() == 0 ? startNanos : point.startNanos();
        timeNanos = point.timeNanos();
        reading = point.reading();
    }

    boolean hasInterval(long start, long end) {
        for (int i = 0; i < intervals.length; i += 2) {
            if (intervals[i] == start && intervals[i + 1] == end) {
                return true;
            }
        }
        return false;
    }

    /** Whether a point so old may have been counted and forgotten. */
    boolean mayHaveForgotten(long end) {
        if (intervals.length < 2 * MAX_INTERVALS) {
            return false;
        }
        for (int i = 1; i < intervals.length; i += 2) {
            if (intervals[i] <= end) {
                return false;
            }
        }
        return true;
    }

    /** Remembers an interval; of too many, the oldest is forgotten. */
    void addInterval(long start, long end) {
        timeNanos = Math.max(timeNanos, end);
        int position = intervals.length;
        if (position == 2 * MAX_INTERVALS) {
            int oldest = 0;
            for (int i = 2; i < intervals.length; i += 2) {
                oldest = intervals[i + 1] < intervals[oldest + 1] ? i : oldest;
            }
            position = oldest;
        } else {
            intervals = Arrays.copyOf(intervals, position + 2);
        }
        intervals[position] = start;
        intervals[position + 1] = end;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(temporality.ordinal());
        out.writeLong(startNanos);
        out.writeLong(timeNanos);
        reading.write(out);
        out.writeByte(intervals.length / 2);
        for (long nanos : intervals) {
            out.writeLong(nanos);
        }
    }

    static SeriesState read(DataInput in) throws IOException {
        SeriesState state =
                new SeriesState(TEMPORALITIES[in.readByte()], in.readLong(), in.readLong(), Reading.read(in));
        state.intervals = new long[2 * in.readByte()];
        for (int i = 0; i < state.intervals.length; i++) {
            state.intervals[i] = in.readLong();
        }
        return state;
    }
}
