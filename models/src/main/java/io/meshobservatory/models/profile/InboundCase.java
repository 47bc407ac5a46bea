/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

/** One caller of the node in the minute, beside what is remembered of it. Not thread-safe. */
final class InboundCase {
    final EdgeMinute edge;
    final InboundEdge memory;
    private boolean held;

    InboundCase(EdgeMinute edge, InboundEdge memory) {
        this.edge = edge;
        this.memory = memory;
    }

    boolean isHeld() {
        return held;
    }

    /** Keeps the minute out of the baselines; false if the same has gone on for so long that it is the new normal. */
    boolean hold(NodeMinute at) {
        if (at.releases() != Releases.NONE) {
            memory.hold.release(
                    at.releases().latestMillis(EdgeHold.Subject.CALLS.kinds, edge.source(), edge.destination()),
                    at.settings());
        }
        boolean released = memory.hold.isReleased(at.minute(), at.settings());
        memory.hold.hold(at.minute());
        held = !released;
        return held;
    }
}
