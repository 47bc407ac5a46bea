/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.baseline.Level;
import io.meshobservatory.models.baseline.Tail;
import io.meshobservatory.models.signal.SignalKind;
import java.util.List;
import java.util.TreeMap;

/**
 * Finds what a node suffers from its callers. Slow requests: those of one caller last far longer than usual, while neither
 * the other callers' do nor what the node itself calls has become slow, as it would behind a dead database. Floods of a
 * caller outside the mesh, or a gateway, that has no history: it alone calls far more than all others usually do, and asks
 * for other things; where it asks for the same, it may be a load test, and must be overwhelming.
 */
final class InboundDetector {
    private static final double SLOWER_SCALES = 4;
    private static final double PRIOR_SCALE = 1;
    private static final int PRIOR_COUNT = 30;
    private static final double LEAST_SCALE = 0.2;
    private static final int KNOWN_MINUTES = 30;
    private static final double FAILING = 0.2;
    private static final double CHANGED_MIXTURE = 0.35;
    private static final double FEW_CALLS = 5;
    private static final double MEDIAN_SLOW = 0.7;
    private static final double P95_SLOW = 0.158;
    private static final double P99_SLOW = 0.022;

    private final NodeMinute at;
    private final NodeHistory history;
    private final Findings findings;

    InboundDetector(NodeMinute at, NodeHistory history, Findings findings) {
        this.at = at;
        this.history = history;
        this.findings = findings;
    }

    void judge(List<InboundCase> callers, List<OutboundCase> called) {
        if (at.isYoung()) {
            return;
        }
        boolean slowBehind = called.stream().anyMatch(InboundDetector::isSlower);
        for (InboundCase caller : callers) {
            if (!slowBehind && !at.isDeploying()) {
                judgeSlow(caller, callers);
            }
            judgeFlood(caller);
        }
    }

    private void judgeSlow(InboundCase caller, List<InboundCase> callers) {
        EdgeMinute edge = caller.edge;
        double slow = slowCalls(edge);
        double errorShare = edge.turns() == 0 ? 1 : (double) edge.outcome().errors() / edge.turns();
        double scales = slowness(caller);
        if (slow < at.gates().slowCalls() || scales < SLOWER_SCALES || errorShare > FAILING) {
            return;
        }
        int others = 0;
        int slowOthers = 0;
        for (InboundCase other : callers) {
            if (other != caller && other.edge.turns() >= FEW_CALLS && other.memory.latency.count() >= KNOWN_MINUTES) {
                others++;
                slowOthers += slowness(other) >= SLOWER_SCALES ? 1 : 0;
            }
        }
        double median = StrictMath.log1p(edge.p50Millis()) - caller.memory.latency.location();
        boolean partly = median < SLOWER_SCALES * scale(caller.memory.latency);
        boolean more = StrictMath.log1p(edge.turns()) - caller.memory.calls.location() >= 2 * scale(caller.memory.calls)
                || edge.connectionsOpened() - edge.connectionsClosed()
                        >= at.gates().slowCalls();
        boolean onlyThis = others > 0 ? 2 * slowOthers < others : partly || more;
        if (!onlyThis || !caller.hold(at)) {
            return;
        }
        findings.add(
                SignalKind.SLOW_REQUESTS,
                edge,
                Tail.strength(scales),
                "",
                List.of(
                        Measure.of(
                                "latency_p99",
                                edge.p99Millis(),
                                StrictMath.expm1(caller.memory.latency.location()),
                                "ms"),
                        Measure.of("slow_calls", slow, 0, "calls/min"),
                        Measure.of("callers_also_slow", slowOthers, 0, "count"),
                        Measure.of("error_share", errorShare, Double.NaN, "share")));
    }

    private void judgeFlood(InboundCase caller) {
        EdgeMinute edge = caller.edge;
        Gates gates = at.gates();
        boolean outside = edge.source().isUnseen() || edge.source().kind() == NodeKind.GATEWAY;
        boolean unknownCaller = outside && caller.memory.calls.count() < at.warmUpMinutes();
        double usual = at.usualCallsIn();
        if (!unknownCaller || Double.isNaN(usual) || edge.turns() - usual < gates.floodCalls()) {
            return;
        }
        double factor = edge.turns() / Math.max(1, usual);
        boolean otherThings = history.operationsIn.minutes() >= KNOWN_MINUTES
                && history.operationsIn.shift(edge.operations()) >= CHANGED_MIXTURE;
        if (factor < gates.floodFactor()
                || !(otherThings || factor >= gates.overwhelmingFactor())
                || !caller.hold(at)) {
            return;
        }
        String most = "";
        long count = 0;
        for (var operation : new TreeMap<>(edge.operations()).entrySet()) {
            if (operation.getValue() > count) {
                count = operation.getValue();
                most = operation.getKey();
            }
        }
        findings.add(
                SignalKind.FLOOD,
                edge,
                Tail.strength(gates.unusualScales() * factor / gates.floodFactor()),
                most,
                List.of(
                        Measure.of("calls", edge.turns(), 0, "calls/min"),
                        Measure.of("calls_in", history.callsIn(), usual, "calls/min"),
                        Measure.of("mixture_shift", history.operationsIn.shift(edge.operations()), 0, "share")));
    }

    /**
     * About how many calls took as long as a slow one does: where one percentile did and the next lower one did not, the
     * geometric mean of the two shares.
     */
    private double slowCalls(EdgeMinute edge) {
        double limit = at.gates().slowMillis();
        double share = edge.p50Millis() >= limit
                ? MEDIAN_SLOW
                : edge.p95Millis() >= limit ? P95_SLOW : edge.p99Millis() >= limit ? P99_SLOW : 0;
        return share * edge.turns();
    }

    private static double slowness(InboundCase caller) {
        Level latency = caller.memory.latency;
        if (latency.count() < KNOWN_MINUTES || Double.isNaN(caller.edge.p99Millis())) {
            return 0;
        }
        return (StrictMath.log1p(caller.edge.p99Millis()) - latency.location()) / scale(latency);
    }

    private static boolean isSlower(OutboundCase called) {
        Level latency = called.memory.latency;
        if (latency.count() < KNOWN_MINUTES
                || Double.isNaN(called.edge.p95Millis())
                || called.edge.turns() < FEW_CALLS) {
            return false;
        }
        return StrictMath.log1p(called.edge.p95Millis()) - latency.location() >= SLOWER_SCALES * scale(latency);
    }

    private static double scale(Level level) {
        return Math.max(LEAST_SCALE, level.scale(PRIOR_SCALE, PRIOR_COUNT));
    }
}
