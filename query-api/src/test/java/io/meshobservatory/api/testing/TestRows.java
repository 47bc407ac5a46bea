/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Makes the rows that the job writes for calls, in a few lines that are easily seen to be right. */
public final class TestRows {
    private TestRows() {}

    /**
     * All rows of all three widths when event time has reached a moment: closed windows of 10 s and 1 min, and hours with
     * those of their minutes that are closed.
     */
    public static List<EdgeRow> writtenAt(long watermarkMillis, List<TestCall> calls) {
        Predicate<TestCall> inClosedMinute =
                call -> WindowSize.ONE_MINUTE.endMillis(call.endMillis()) <= watermarkMillis;
        List<EdgeRow> rows = new ArrayList<>();
        rows.addAll(rows(
                WindowSize.TEN_SECONDS,
                calls.stream()
                        .filter(call -> WindowSize.TEN_SECONDS.endMillis(call.endMillis()) <= watermarkMillis)
                        .toList()));
        List<TestCall> closed = calls.stream().filter(inClosedMinute).toList();
        rows.addAll(rows(WindowSize.ONE_MINUTE, closed));
        rows.addAll(rows(WindowSize.ONE_HOUR, closed));
        return rows;
    }

    /** The rows of one width. */
    public static List<EdgeRow> rows(WindowSize size, List<TestCall> calls) {
        Map<Long, Map<Edge, List<TestCall>>> windows = new TreeMap<>();
        for (TestCall call : calls) {
            windows.computeIfAbsent(size.startMillis(call.endMillis()), start -> new TreeMap<>())
                    .computeIfAbsent(call.edge(), edge -> new ArrayList<>())
                    .add(call);
        }
        List<EdgeRow> rows = new ArrayList<>();
        windows.forEach(
                (start, edges) -> edges.forEach((edge, inWindow) -> rows.add(row(size, start, edge, inWindow))));
        return rows;
    }

    private static EdgeRow row(WindowSize size, long start, Edge edge, List<TestCall> calls) {
        long errors = calls.stream().filter(TestCall::failed).count();
        long mutual = calls.stream().filter(TestCall::mutualTls).count();
        boolean serverTells = edge.destination().kind() == NodeKind.SERVICE;
        TestCall slowest = calls.stream()
                .max((one, other) -> Double.compare(one.latencyMillis(), other.latencyMillis()))
                .orElseThrow();
        return new EdgeRow(
                size,
                start,
                edge,
                new Traffic(
                        calls.size(),
                        new OutcomeCounts(errors, 0, 0, 0, calls.size() / 20, 0, 0),
                        errors > 0 ? Map.of("UH", errors) : Map.of(),
                        Map.of(),
                        Map.of(),
                        calls.size() * 100L,
                        calls.size() * 2_000L,
                        0,
                        0),
                new Security(
                        mutual,
                        0,
                        calls.size() - mutual,
                        mutual > 0 ? principal(edge.source()) : null,
                        mutual > 0 ? principal(edge.destination()) : null),
                serverTells
                        ? new Coverage(calls.size(), calls.size(), 0, 0, 0, 0)
                        : new Coverage(calls.size(), 0, calls.size(), 0, 0, 0),
                new Basis(Signal.TRACES, Signal.TRACES, Signal.TRACES, mutual > 0 ? Signal.TRACES : Signal.NONE),
                latency(calls, 1.0),
                serverTells ? latency(calls, 0.8) : null,
                calls.stream().mapToLong(TestCall::endMillis).min().orElseThrow(),
                calls.stream().mapToLong(TestCall::endMillis).max().orElseThrow(),
                traceId(slowest),
                calls.stream()
                        .filter(TestCall::failed)
                        .findFirst()
                        .map(TestRows::traceId)
                        .orElse(null));
    }

    private static String principal(Node node) {
        return "spiffe://cluster.local/ns/" + node.namespace() + "/sa/" + node.name();
    }

    private static String traceId(TestCall call) {
        return String.format("%016x%016x", call.endMillis(), call.edge().hashCode() & 0xffff_ffffL);
    }

    private static LatencySummary latency(List<TestCall> calls, double share) {
        LatencyHistogram histogram = new LatencyHistogram();
        double sum = 0;
        for (TestCall call : calls) {
            double millis = call.latencyMillis() * share;
            histogram.add(Math.round(millis * 1e6), 1);
            sum += millis;
        }
        return new LatencySummary(
                calls.size(),
                sum / calls.size(),
                histogram.quantileMillis(0.50),
                histogram.quantileMillis(0.95),
                histogram.quantileMillis(0.99),
                histogram.encode());
    }
}
