/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One relation of the node in the minute, beside what is remembered of it. Not thread-safe. */
final class OutboundCase {
    /** With so many active minutes behind it, an edge has a history of its own. */
    static final int HISTORY_MINUTES = 30;

    final NodeMinute at;
    final EdgeMinute edge;
    final Prevalence prevalence;
    final OutboundEdge memory;
    private final Findings findings;
    private boolean held;

    OutboundCase(NodeMinute at, Sighted sighted, OutboundEdge memory, Findings findings) {
        this.at = at;
        this.edge = sighted.edge();
        this.prevalence = sighted.prevalence();
        this.memory = memory;
        this.findings = findings;
        if (at.releases() != Releases.NONE) {
            memory.release(this);
        }
    }

    Node destination() {
        return edge.destination();
    }

    /** Whether it leaves the mesh, or goes where nobody tells anything. */
    boolean isEgress() {
        return destination().kind() == NodeKind.EXTERNAL || destination().kind() == NodeKind.UNKNOWN;
    }

    boolean isRare() {
        return prevalence.sources() <= at.gates().rareSources();
    }

    boolean isPrevalent() {
        return prevalence.sources() >= at.gates().prevalentSources();
    }

    /**
     * Whether the edge appeared when its source was already known for long, and less than the time ago that makes it old; unless
     * people said that it is fine.
     */
    boolean isUnproven() {
        return !memory.accepted
                && memory.firstMinute - at.firstMinute() >= at.warmUpMinutes()
                && (long) memory.ageMinutes(at.minute()) * EdgeMinute.MINUTE_MILLIS
                        < at.settings().matureMillis();
    }

    /** Whether there is enough history of its own to judge it by. */
    boolean hasHistory() {
        return memory.calls.count() >= HISTORY_MINUTES;
    }

    /** The bytes that a thief would move over this edge: those sent to hosts outside, those got from everybody else. */
    double watchedBytes() {
        return isEgress() ? edge.sentBytes() : edge.gotBytes();
    }

    /** Whether others had called the destination for long when the edge appeared. */
    boolean wasKnownToMesh() {
        long appeared = memory.firstMinute * EdgeMinute.MINUTE_MILLIS;
        return appeared - prevalence.firstSeenMillis() >= at.settings().warmUpMillis();
    }

    double errorShare() {
        long failed = Math.max(edge.outcome().errors(), edge.outcome().retriesExhausted());
        return edge.turns() == 0 ? 0 : Math.min(1, (double) failed / edge.turns());
    }

    /** The operation that is asked for most of those that this edge never asked for; empty if none, or if nobody can tell. */
    String mostAskedNew() {
        if (memory.operations.minutes() < HISTORY_MINUTES || !memory.operations.canTellNew()) {
            return "";
        }
        String most = "";
        long times = 0;
        for (Map.Entry<String, Long> operation : edge.operations().entrySet()) {
            boolean named = !operation.getKey().equals(EdgeMinute.OTHER_OPERATIONS);
            if (named && operation.getValue() > times && !memory.operations.knows(operation.getKey())) {
                most = operation.getKey();
                times = operation.getValue();
            }
        }
        return most;
    }

    /** Whether this minute is kept out of the baselines of the edge. */
    boolean isHeld() {
        return held;
    }

    /**
     * Tells of something, and keeps the minute out of the baselines; unless the same has gone on for so long that it is the
     * new normal.
     */
    void report(EdgeHold.Subject subject, SignalKind kind, double strength, String about, Measure... measures) {
        EdgeHold hold = memory.holds[subject.ordinal()];
        if (hold.isReleased(at.minute(), at.settings())) {
            hold.hold(at.minute());
            memory.loosen();
            return;
        }
        hold.hold(at.minute());
        held = true;
        findings.add(kind, edge, strength, about, withChecks(measures));
    }

    /** Tells of something that is not about an amount, so that there is nothing to keep out. */
    void tell(SignalKind kind, double strength, String about, Measure... measures) {
        findings.add(kind, edge, strength, about, withChecks(measures));
    }

    void explainedByDeployment() {
        findings.explainedByDeployment();
    }

    boolean has(SignalKind kind) {
        return findings.has(kind, edge);
    }

    /** Adds the figures by which harmless explanations are checked. */
    private List<Measure> withChecks(Measure... measures) {
        List<Measure> all = new ArrayList<>(List.of(measures));
        all.add(Measure.of("destination_callers", prevalence.sources(), Double.NaN, "count"));
        all.add(Measure.of("error_share", errorShare(), Double.NaN, "share"));
        if (at.load().isKnown()) {
            all.add(Measure.of("calls_in", at.load().calls(), at.usualCallsIn(), "calls/min"));
        }
        return all;
    }
}
