/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.baseline.Tail;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds floods by the edge over which they come. A source with a load of its own is judged in proportion to it, so that a
 * flood is found where it begins and not at everything behind. Of one without (clients outside, gateways), a multiple of the
 * usual may be a load test or a campaign, which comes with the usual mixture of operations and is served: there load must be
 * shed, or the mixture have changed, too, or the multiple be overwhelming. Calls that fail are retried, so failures are not
 * counted as wishes.
 */
final class FloodDetector implements OutboundDetector {
    private static final double CHANGED_MIXTURE = 0.35;
    private static final int KNOWN_MINUTES = 30;
    private static final double CHANGED_SIZE_SCALES = 5;
    private static final double SIZE_PRIOR_SCALE = 1;
    private static final int PRIOR_COUNT = 30;
    private static final double LEAST_SIZE_SCALE = 0.15;
    private static final double STORM = 0.3;
    /** As strong as a flood that needs no second minute. */
    private static final double SURE_SCALES = 14;
    /** A retry policy makes at most so many attempts of one call, as a rule. */
    private static final double ATTEMPTS = 4;

    @Override
    public void judge(OutboundCase edge) {
        edge.memory.overflowed.add(edge.at.minute(), edge.edge.outcome().overflowed(), OutboundEdge.BURST_SPAN);
        edge.memory.limited.add(edge.at.minute(), edge.edge.outcome().rateLimited(), OutboundEdge.BURST_SPAN);
        boolean surgedBefore = edge.memory.surging && edge.memory.lastMinute == edge.at.minute() - 1;
        edge.memory.surging = false;
        if (edge.at.isYoung()) {
            return;
        }
        if (!edge.hasHistory() || edge.isUnproven()) {
            judgeNewEdge(edge);
            return;
        }
        // what is read in masses is stolen rather than flooded
        if (edge.has(SignalKind.UNUSUAL_READ)) {
            return;
        }
        boolean conditioned = edge.at.load().isKnown() && edge.at.node().kind() != NodeKind.GATEWAY;
        if (conditioned) {
            judgeByLoad(edge);
        } else {
            judgeByItself(edge, surgedBefore);
        }
    }

    private static void judgeByLoad(OutboundCase edge) {
        double calls = wishes(edge);
        double usual = edge.memory.calls.expected(edge.at.load());
        double scales = edge.memory.calls.scales(calls, edge.at.load());
        if (isManyTimes(edge, calls, usual) && scales >= edge.at.gates().unusualScales()) {
            report(edge, scales, usual);
        }
    }

    /**
     * A gateway's own load is what it passes on, so a flood of one service raises it, too. So where load is shed, what counts
     * is what usually comes at this hour, whatever the load. What was shed adds up over minutes; so if many times the usual
     * came in the minute before, too, it is a flood that goes on, and no second signal is waited for.
     */
    private static void judgeByItself(OutboundCase edge, boolean surgedBefore) {
        OutboundEdge memory = edge.memory;
        MinuteLoad load = edge.at.load();
        double calls = wishes(edge);
        double usual = memory.calls.expected(load);
        double usualByHour = memory.calls.expectedByHour(load);
        double scales = memory.calls.scales(calls, load);
        memory.surging = isManyTimes(edge, calls, usualByHour);
        Shedding shed = memory.surging && edge.errorShare() < STORM ? Shedding.of(edge) : null;
        if (shed != null) {
            report(edge, surgedBefore ? Math.max(scales, SURE_SCALES) : scales, usualByHour, shed.measure());
        } else if (isManyTimes(edge, calls, usual) && (isOverwhelming(edge, calls) || isOtherThanUsual(edge))
                || isFloodOfOne(edge)) {
            report(edge, scales, usual);
        }
    }

    private static boolean isManyTimes(OutboundCase edge, double calls, double usual) {
        Gates gates = edge.at.gates();
        return calls - usual >= gates.floodCalls() && calls >= gates.floodFactor() * Math.max(usual, 1);
    }

    private static void report(OutboundCase edge, double scales, double usual, Measure... reasons) {
        String operation = IncreasedOperation.of(edge);
        List<Measure> measures = new ArrayList<>();
        measures.add(Measure.of("calls", edge.edge.turns(), usual, "calls/min"));
        measures.addAll(List.of(reasons));
        measures.add(Measure.of(
                "calls_of_operation",
                edge.edge.operations().getOrDefault(operation, 0L),
                edge.memory.operations.usual(operation),
                "calls/min"));
        measures.add(Measure.of("mixture_shift", edge.memory.operations.shift(edge.edge.operations()), 0, "share"));
        measures.add(Measure.of("latency_p95", edge.edge.p95Millis(), IncreasedOperation.usualLatency(edge), "ms"));
        edge.report(
                EdgeHold.Subject.CALLS,
                SignalKind.FLOOD,
                Tail.strength(Math.max(scales, edge.at.gates().unusualScales())),
                operation,
                measures.toArray(Measure[]::new));
    }

    /** A node that is known for long turns to another destination, and calls it far more than all others together. */
    private static void judgeNewEdge(OutboundCase edge) {
        Gates gates = edge.at.gates();
        double usual = edge.prevalence.callsPerMinute();
        if (edge.hasHistory()) {
            // it may have come to be a usual one by now
            usual = Math.max(usual, edge.memory.calls.expected(edge.at.load()));
        }
        double calls = wishes(edge);
        if (!edge.isUnproven()
                || Double.isNaN(usual)
                || !edge.wasKnownToMesh()
                || calls < gates.floodCalls()
                || calls < gates.floodFactor() * Math.max(1, usual)) {
            return;
        }
        if (edge.at.isDeployment(edge.edge) || edge.memory.bornInDeployment) {
            edge.explainedByDeployment();
            return;
        }
        edge.report(
                EdgeHold.Subject.CALLS,
                SignalKind.FLOOD,
                Tail.strength(gates.unusualScales() * calls / (gates.floodFactor() * Math.max(1, usual))),
                IncreasedOperation.of(edge),
                Measure.of("calls", calls, 0, "calls/min"),
                Measure.of("calls_of_all_callers", calls, usual, "calls/min"));
    }

    /** Calls without those that are attempts to repeat what failed. */
    private static double wishes(OutboundCase edge) {
        double turns = edge.edge.turns();
        return edge.errorShare() < STORM ? turns : Math.max(turns * (1 - edge.errorShare()), turns / ATTEMPTS);
    }

    /** Load tests are measured by the peak, and run at night: so are floods, where nothing else tells them apart. */
    private static boolean isOverwhelming(OutboundCase edge, double calls) {
        double peak = edge.memory.calls.expectedAtPeak(edge.at.load());
        return calls >= edge.at.gates().overwhelmingFactor() * Math.max(peak, 1);
    }

    /**
     * Whether a multiple of the usual is more than a load test, since the mixture changed. Of what comes in at a gateway the
     * mixture tells nothing, since a test of one service changes it; the edge from there to the service does.
     */
    private static boolean isOtherThanUsual(OutboundCase edge) {
        return edge.destination().kind() != NodeKind.GATEWAY && isOtherMixture(edge);
    }

    private static boolean isOtherMixture(OutboundCase edge) {
        KnownOperations known = edge.memory.operations;
        if (known.minutes() >= KNOWN_MINUTES
                && (known.shift(edge.edge.operations()) >= CHANGED_MIXTURE || isOneOperation(edge))) {
            return true;
        }
        if (edge.edge.requestBytes() <= 0 || edge.memory.requestSize.count() < KNOWN_MINUTES) {
            return false;
        }
        double size = StrictMath.log1p((double) edge.edge.requestBytes() / Math.max(1, edge.edge.turns()));
        double scale = Math.max(LEAST_SIZE_SCALE, edge.memory.requestSize.scale(SIZE_PRIOR_SCALE, PRIOR_COUNT));
        return Math.abs(size - edge.memory.requestSize.location()) >= CHANGED_SIZE_SCALES * scale;
    }

    /** Whether one operation alone is flooded, so that it makes for much of all calls, though these may not be many times the usual. */
    private static boolean isFloodOfOne(OutboundCase edge) {
        KnownOperations known = edge.memory.operations;
        return edge.destination().kind() != NodeKind.GATEWAY
                && edge.errorShare() < STORM
                && known.minutes() >= KNOWN_MINUTES
                && known.shift(edge.edge.operations()) >= CHANGED_MIXTURE
                && isOneOperation(edge);
    }

    /** Whether one operation alone grew by the factor of a flood beyond what the others grew. */
    private static boolean isOneOperation(OutboundCase edge) {
        String operation = IncreasedOperation.of(edge);
        if (operation.isEmpty() || edge.edge.operations().size() < 2) {
            return false;
        }
        double usual = edge.memory.operations.usual(operation) * IncreasedOperation.busier(edge, operation);
        double calls = edge.edge.operations().getOrDefault(operation, 0L);
        Gates gates = edge.at.gates();
        return calls - usual >= gates.floodCalls() && calls >= gates.floodFactor() * Math.max(1, usual);
    }
}
