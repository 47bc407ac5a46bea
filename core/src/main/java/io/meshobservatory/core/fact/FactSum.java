/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Several values of one kind of fact as one, in whatever order they come: sums are kept as a whole number and a count of
 * 2^-30ths, which add up exactly where floating-point numbers would not. Not thread-safe.
 */
final class FactSum {
    private static final double FRACTION = 0x1p30;

    private final FactKind.Merging merging;
    private long whole;
    private long fraction;
    private double extreme;
    private long timeMillis;
    private boolean told;

    FactSum(FactKind.Merging merging) {
        this.merging = merging;
    }

    void add(double value, long valueMillis) {
        double floor = Math.floor(value);
        whole += (long) floor;
        fraction += Math.round((value - floor) * FRACTION);
        offer(value, valueMillis);
    }

    void add(FactSum other) {
        whole += other.whole;
        fraction += other.fraction;
        offer(other.extreme, other.timeMillis);
    }

    double value() {
        return merging == FactKind.Merging.SUM ? whole + fraction / FRACTION : extreme;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(whole);
        out.writeLong(fraction);
        out.writeDouble(extreme);
        out.writeLong(timeMillis);
    }

    static FactSum read(FactKind.Merging merging, DataInput in) throws IOException {
        FactSum sum = new FactSum(merging);
        sum.whole = in.readLong();
        sum.fraction = in.readLong();
        sum.extreme = in.readDouble();
        sum.timeMillis = in.readLong();
        sum.told = true;
        return sum;
    }

    private void offer(double value, long valueMillis) {
        boolean later = valueMillis > timeMillis || (valueMillis == timeMillis && value > extreme);
        boolean taken = !told
                || switch (merging) {
                    case SUM, LAST -> later;
                    case MAX -> value > extreme;
                    case MIN -> value < extreme;
                };
        if (taken) {
            extreme = value;
            timeMillis = valueMillis;
        }
        told = true;
    }
}
