/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.baseline.Tail;
import io.meshobservatory.models.signal.SignalKind;

/**
 * Finds floods of one costly operation, by the edge over which they come: asked for far more often than the other operations,
 * while the edge is slow, or as many calls as that are. To be asked after {@link FloodDetector}: what is a flood is not told twice.
 */
final class ExpensivePathDetector implements OutboundDetector {
    private static final int KNOWN_MINUTES = 30;
    private static final double STORM = 0.3;
    /** The share of an operation's calls that must be seen among the slow ones. */
    private static final double SLOW_ONES = 0.5;

    private static final double SLOWEST = 0.05;
    private static final double HALF = 0.5;
    private static final double HARM_SCALES = 3;
    private static final double LEAST_LATENCY_SCALE = 0.2;
    private static final double PRIOR_SCALE = 1;
    private static final int PRIOR_COUNT = 30;

    @Override
    public void judge(OutboundCase edge) {
        if (edge.at.isYoung()
                || !edge.hasHistory()
                || edge.isUnproven()
                || edge.has(SignalKind.FLOOD)
                || edge.has(SignalKind.UNUSUAL_READ)) {
            return;
        }
        KnownOperations known = edge.memory.operations;
        if (known.minutes() < KNOWN_MINUTES || edge.errorShare() >= STORM) {
            return;
        }
        String operation = IncreasedOperation.of(edge);
        if (operation.isEmpty()) {
            return;
        }
        Gates gates = edge.at.gates();
        double calls = edge.edge.operations().getOrDefault(operation, 0L);
        double usual = known.usual(operation) * IncreasedOperation.busier(edge, operation);
        if (calls - usual < gates.expensiveCalls()
                || calls < gates.expensiveFactor() * Math.max(usual, 1)
                || (calls - usual) * slower(edge) < gates.expensiveMillis()
                || !(isSlower(edge) || slowCalls(edge) >= SLOW_ONES * (calls - usual))) {
            return;
        }
        if (edge.at.isDeployment(edge.edge)) {
            edge.explainedByDeployment();
            return;
        }
        double scales = StrictMath.log((calls + 1) / (usual + 1)) / LEAST_LATENCY_SCALE;
        edge.report(
                EdgeHold.Subject.CALLS,
                SignalKind.EXPENSIVE_PATH,
                Tail.strength(scales),
                operation,
                Measure.of("calls_of_operation", calls, usual, "calls/min"),
                Measure.of("latency_p95", edge.edge.p95Millis(), IncreasedOperation.usualLatency(edge), "ms"),
                Measure.of("calls", edge.edge.turns(), edge.memory.calls.expected(edge.at.load()), "calls/min"));
    }

    private static boolean isSlower(OutboundCase edge) {
        double p95 = edge.edge.p95Millis();
        if (Double.isNaN(p95) || edge.memory.latency.count() < KNOWN_MINUTES) {
            return false;
        }
        double scale = Math.max(LEAST_LATENCY_SCALE, edge.memory.latency.scale(PRIOR_SCALE, PRIOR_COUNT));
        return StrictMath.log1p(p95) - edge.memory.latency.location() >= HARM_SCALES * scale;
    }

    /** How much longer than usual the slowest twentieth of the calls lasted at least, milliseconds; 0 if they did not. */
    private static double slower(OutboundCase edge) {
        double usual = IncreasedOperation.usualLatency(edge);
        return edge.edge.p95Millis() > usual ? edge.edge.p95Millis() - usual : 0;
    }

    /**
     * How many more calls than usual lasted as long as the slowest twentieth usually does: where one operation of many makes
     * for the slow ones, percentiles of all move little, but their number is that of its calls. Between percentiles it is
     * interpolated by the logarithm of the latency.
     */
    private static double slowCalls(OutboundCase edge) {
        if (edge.memory.latency.count() < KNOWN_MINUTES) {
            return 0;
        }
        double limit = edge.memory.latency.location();
        double p50 = StrictMath.log1p(edge.edge.p50Millis());
        double p95 = StrictMath.log1p(edge.edge.p95Millis());
        if (!(p95 > limit)) {
            return 0;
        }
        double share = p50 >= limit ? HALF : SLOWEST + (HALF - SLOWEST) * (p95 - limit) / (p95 - p50);
        return (share - SLOWEST) * edge.edge.turns();
    }
}
