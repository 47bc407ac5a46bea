/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.models.baseline.Level;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a node remembers of a caller: how many calls come from it, and how long they take. Not thread-safe. */
final class InboundEdge {
    final int firstMinute;
    int lastMinute;
    Level calls = new Level();
    Level latency = new Level();
    EdgeHold hold = new EdgeHold();

    InboundEdge(int firstMinute) {
        this.firstMinute = firstMinute;
        this.lastMinute = firstMinute;
    }

    /** Takes in a minute that was judged; of one that is held, only that it was. */
    void learn(InboundCase one, NodeMinute at) {
        lastMinute = at.minute();
        if (!one.isHeld()) {
            calls.learn(StrictMath.log1p(one.edge.turns()), at.settings().memoryMinutes(), 1);
            latency.learn(StrictMath.log1p(one.edge.p99Millis()), at.settings().memoryMinutes(), 1);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(firstMinute);
        out.writeInt(lastMinute);
        calls.write(out);
        latency.write(out);
        hold.write(out);
    }

    static InboundEdge read(DataInput in) throws IOException {
        InboundEdge read = new InboundEdge(in.readInt());
        read.lastMinute = in.readInt();
        read.calls = Level.read(in);
        read.latency = Level.read(in);
        read.hold = EdgeHold.read(in);
        return read;
    }
}
