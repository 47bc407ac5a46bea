/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.models.reservoir.DecayingReservoir;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** From what the next forest of a cluster is trained. Mutable; not thread-safe. */
public final class TrainingState {
    private static final byte FORMAT = 1;
    /** Before the first minute, and before the first training. */
    static final long NEVER = Long.MIN_VALUE;

    long firstMinuteMillis = NEVER;
    long lastTurn = NEVER;
    int schemaVersion;

    @Nullable
    DecayingReservoir reservoir;

    void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(firstMinuteMillis);
        out.writeLong(lastTurn);
        out.writeInt(schemaVersion);
        out.writeBoolean(reservoir != null);
        if (reservoir != null) {
            reservoir.write(out);
        }
    }

    static TrainingState read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("training state in format " + format + " (expected: " + FORMAT + ")");
        }
        TrainingState state = new TrainingState();
        state.firstMinuteMillis = in.readLong();
        state.lastTurn = in.readLong();
        state.schemaVersion = in.readInt();
        if (in.readBoolean()) {
            state.reservoir = DecayingReservoir.read(in);
        }
        return state;
    }
}
