/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.signal.SignalKind;
import java.util.Collection;
import java.util.List;

/**
 * Finds a node that tries many destinations or operations that it never used, most of which fail, within some minutes. A
 * scraper that calls everybody succeeds; the callers of a dead database fail where they always called.
 */
final class ProbeDetector {
    private static final double MOSTLY = 0.6;
    private static final int KNOWN_MINUTES = 30;
    /** What a single call of about ten minutes ago has faded to. */
    private static final double ONCE = 0.25;

    private final Collection<OutboundEdge> all;
    private double newTargets;
    private int tried;

    ProbeDetector(Collection<OutboundEdge> all) {
        this.all = all;
    }

    /** Looks at one relation; to be called for all of the minute, after {@link DenialDetector}. */
    void look(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        long failed = edge.edge.turns() - edge.edge.successes();
        if (memory.establishedMinute == 0 || isRecent(memory, minute)) {
            tried += failed > 0 ? 1 : 0;
        }
        boolean known = memory.operations.minutes() >= KNOWN_MINUTES;
        if (known && !memory.operations.canTellNew()) {
            return;
        }
        int unknown = 0;
        long calls = 0;
        for (var operation : edge.edge.operations().entrySet()) {
            if (!memory.operations.knows(operation.getKey())) {
                unknown++;
                calls += operation.getValue();
            }
        }
        MinuteOutcome outcome = edge.edge.outcome();
        // of a destination that is hardly known, nobody can say that what is not found was not to be expected
        double turnedAway = known
                ? Math.max(outcome.rejected() - memory.rejectedShare * edge.edge.turns(), outcome.denied())
                : outcome.turnedAway();
        if (unknown > 0 && turnedAway + outcome.unrouted() >= MOSTLY * calls) {
            for (String operation : edge.edge.operations().keySet()) {
                if (!memory.operations.knows(operation)) {
                    memory.tried.note(operation, minute);
                }
            }
            tried += unknown;
        }
    }

    /** Tells of it, if it is a probe, beside the relation that shows it best. */
    void conclude(NodeMinute at, List<OutboundCase> cases, Findings findings) {
        if (tried == 0 || at.isYoung() || at.node().isUnseen()) {
            return;
        }
        int minute = at.minute();
        for (OutboundEdge edge : all) {
            double turns = edge.turns.at(minute, OutboundEdge.BURST_SPAN);
            boolean failing = turns >= ONCE && edge.failures.at(minute, OutboundEdge.BURST_SPAN) >= MOSTLY * turns;
            int target = failing && (isRecent(edge, minute) || isSeldomTried(edge)) ? 1 : 0;
            newTargets += Math.max(target, edge.tried.count(minute));
        }
        if (newTargets < at.gates().probeTargets()) {
            return;
        }
        OutboundCase worst = null;
        int involved = 0;
        for (OutboundCase edge : cases) {
            boolean failing = edge.edge.turns() > edge.edge.successes()
                    && (edge.memory.establishedMinute == 0
                            || isRecent(edge.memory, minute)
                            || edge.memory.tried.count(minute) > 0);
            if (failing) {
                involved++;
                worst = worst == null || failed(edge) > failed(worst) ? edge : worst;
            }
        }
        if (worst == null) {
            return;
        }
        if (at.isDeployment(worst.edge)) {
            findings.explainedByDeployment();
            return;
        }
        double strength = 1 - StrictMath.pow(10, -newTargets);
        List<Measure> measures = List.of(
                Measure.of("new_targets", newTargets, 0, "count"),
                Measure.of("failed_calls", failed(worst), 0, "calls"));
        if (involved == 1) {
            findings.add(SignalKind.PROBE, worst.edge, strength, "", measures);
        } else {
            findings.addOfSource(SignalKind.PROBE, worst.edge, strength, "", measures);
        }
    }

    private static boolean isRecent(OutboundEdge edge, int minute) {
        return edge.firstMinute > minute - OutboundEdge.BURST_SPAN;
    }

    /** Whether it was never reached, and is not tried all the time, as what was taken away is by those who need it. */
    private static boolean isSeldomTried(OutboundEdge edge) {
        return edge.establishedMinute == 0 && edge.activeMinutes < KNOWN_MINUTES;
    }

    private static long failed(OutboundCase edge) {
        return edge.edge.turns() - edge.edge.successes();
    }
}
