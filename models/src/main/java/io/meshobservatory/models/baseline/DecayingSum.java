/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A sum that fades exponentially with event time: a window without edges, in eight bytes. Times are whole minutes since
 * the epoch and never go back. Not thread-safe.
 */
public final class DecayingSum {
    private float sum;
    private int minute;

    /**
     * The sum as of a minute.
     *
     * @param span minutes in which it fades to 1/e: in the steady state, the sum of so many minutes
     */
    public double at(int atMinute, double span) {
        return sum == 0 ? 0 : sum * StrictMath.exp(-Math.max(0, atMinute - minute) / span);
    }

    /** Adds to it; what makes the sum negative makes it 0. */
    public void add(int atMinute, double amount, double span) {
        sum = (float) Math.max(0, at(atMinute, span) + amount);
        minute = atMinute;
    }

    /** Makes it nothing. */
    public void clear() {
        sum = 0;
    }

    /** Writes the state; eight bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeFloat(sum);
        out.writeInt(minute);
    }

    /** Reads what {@link #write} wrote. */
    public static DecayingSum read(DataInput in) throws IOException {
        DecayingSum read = new DecayingSum();
        read.sum = in.readFloat();
        read.minute = in.readInt();
        return read;
    }
}
