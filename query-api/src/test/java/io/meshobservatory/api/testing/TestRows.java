/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
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
                calls.size(),
                errors,
                errors,
                0,
                0,
                0,
                calls.size() / 20,
                0,
                0,
                errors > 0 ? Map.of("UH", errors) : Map.of(),
                calls.size() * 100L,
                calls.size() * 2_000L,
                latency(calls, 1.0),
                serverTells ? latency(calls, 0.8) : null,
                mutual,
                mutual > 0 ? principal(edge.source().namespace(), edge.source().name()) : null,
                mutual > 0
                        ? principal(
                                edge.destination().namespace(),
                                edge.destination().name())
                        : null,
                calls.stream().mapToLong(TestCall::endMillis).min().orElseThrow(),
                calls.stream().mapToLong(TestCall::endMillis).max().orElseThrow(),
                traceId(slowest),
                calls.stream()
                        .filter(TestCall::failed)
                        .findFirst()
                        .map(TestRows::traceId)
                        .orElse(null));
    }

    private static String principal(String namespace, String name) {
        return "spiffe://cluster.local/ns/" + namespace + "/sa/" + name;
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
