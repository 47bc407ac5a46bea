/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.telemetry.ResponseFlags;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds up the rows of one relation and minute. */
final class RowSum {
    private static final int MAX_TRACES = 4;

    private final TreeMap<String, Long> operations = new TreeMap<>();
    private final TreeMap<String, Long> flags = new TreeMap<>();
    private final TreeMap<String, Long> denials = new TreeMap<>();
    private final TreeSet<String> principals = new TreeSet<>();
    private final TreeSet<String> versions = new TreeSet<>();
    private final TreeSet<String> failedTraces = new TreeSet<>();
    private final TreeSet<String> slowTraces = new TreeSet<>();
    private OutcomeCounts outcomes = OutcomeCounts.NONE;
    private long calls;
    private long requestBytes;
    private long responseBytes;
    private boolean bytesTold;
    private long opened;
    private long closed;
    private long mutual;
    private long plain;

    private RowSum() {}

    static EdgeMinute of(List<EdgeRow> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no rows (expected: those of one relation and minute)");
        }
        Relation relation = rows.get(0).edge().relation();
        long start = rows.get(0).windowStartMillis();
        RowSum sum = new RowSum();
        for (EdgeRow row : rows) {
            if (row.windowStartMillis() != start || !row.edge().relation().equals(relation)) {
                throw new IllegalArgumentException("row of " + row.edge().relation() + " at " + row.windowStartMillis()
                        + " among those of " + relation + " at " + start);
            }
            sum.add(row);
        }
        return sum.result(relation, start, Latency.of(rows));
    }

    private void add(EdgeRow row) {
        Traffic traffic = row.traffic();
        calls += traffic.calls();
        outcomes = outcomes.plus(traffic.outcomes());
        traffic.operations().forEach((name, count) -> operations.merge(name, count, Long::sum));
        traffic.responseFlags().forEach((name, count) -> flags.merge(name, count, Long::sum));
        traffic.denials().forEach((name, count) -> denials.merge(name, count, Long::sum));
        requestBytes += traffic.requestBytes();
        responseBytes += traffic.responseBytes();
        bytesTold |=
                row.basis().bytes() != Vantage.Signal.NONE || traffic.requestBytes() > 0 || traffic.responseBytes() > 0;
        opened += traffic.connectionsOpened();
        closed += traffic.connectionsClosed();
        mutual += row.security().mutualTls();
        plain += row.security().plainText();
        addUnless(row.security().sourcePrincipal(), "", principals);
        addUnless(row.edge().sourceVersion(), Node.UNKNOWN_NAME, versions);
        addUnless(row.errorTraceId(), "", failedTraces);
        addUnless(row.slowestTraceId(), "", slowTraces);
    }

    private static void addUnless(@Nullable String text, String nothing, TreeSet<String> to) {
        if (text != null && !text.equals(nothing)) {
            to.add(text);
        }
    }

    private EdgeMinute result(Relation relation, long start, Latency latency) {
        List<String> traces = new ArrayList<>(failedTraces);
        slowTraces.stream().filter(id -> !failedTraces.contains(id)).forEach(traces::add);
        return new EdgeMinute(
                relation,
                start,
                calls,
                outcome(),
                operations,
                bytesTold ? requestBytes : EdgeMinute.UNKNOWN_BYTES,
                bytesTold ? responseBytes : EdgeMinute.UNKNOWN_BYTES,
                opened,
                closed,
                mutual,
                plain,
                List.copyOf(principals),
                List.copyOf(versions),
                latency.p50(),
                latency.p95(),
                latency.p99(),
                traces.subList(0, Math.min(traces.size(), MAX_TRACES)));
    }

    private MinuteOutcome outcome() {
        long refused = 0;
        long denied = 0;
        long rateLimited = 0;
        String top = "";
        long most = 0;
        for (Map.Entry<String, Long> denial : denials.entrySet()) {
            long count = denial.getValue();
            switch (DenialClass.of(denial.getKey())) {
                case CREDENTIALS -> refused += count;
                case POLICY -> denied += count;
                case RATE_LIMIT -> rateLimited += count;
            }
            if (count > most) {
                most = count;
                top = denial.getKey();
            }
        }
        long exhausted = 0;
        long unrouted = 0;
        long cutShort = 0;
        long overflowed = 0;
        for (Map.Entry<String, Long> flag : flags.entrySet()) {
            long count = flag.getValue();
            ResponseFlags.Meaning meaning = ResponseFlags.meaning(flag.getKey());
            boolean shed = meaning == ResponseFlags.Meaning.CIRCUIT_BREAKER_OPEN
                    || meaning == ResponseFlags.Meaning.OVERLOADED;
            overflowed += shed ? count : 0;
            switch (meaning) {
                case RETRY_LIMIT_EXCEEDED,
                        UPSTREAM_CONNECTION_FAILURE,
                        UPSTREAM_CONNECTION_LOST,
                        CIRCUIT_BREAKER_OPEN,
                        UPSTREAM_TIMEOUT -> exhausted += count;
                case NO_ROUTE, NAME_NOT_RESOLVED, NO_HEALTHY_UPSTREAM -> unrouted += count;
                case DURATION_LIMIT_EXCEEDED, CALLER_GONE -> cutShort += count;
                default -> {}
            }
        }
        return new MinuteOutcome(
                outcomes.errors(),
                outcomes.errorsNoResponse(),
                outcomes.rejectedHttp4xx() + outcomes.rejectedGrpc(),
                outcomes.faultsInjected(),
                refused,
                denied,
                rateLimited,
                exhausted,
                unrouted,
                cutShort,
                overflowed,
                top);
    }

    /** Percentiles over all rows; the histograms are opened only where there are several. */
    private record Latency(double p50, double p95, double p99) {
        static Latency of(List<EdgeRow> rows) {
            List<LatencySummary> summaries = rows.stream()
                    .map(EdgeRow::client)
                    .filter(summary -> summary != null)
                    .toList();
            if (summaries.isEmpty()) {
                summaries = rows.stream()
                        .map(EdgeRow::server)
                        .filter(summary -> summary != null)
                        .toList();
            }
            if (summaries.isEmpty()) {
                return new Latency(Double.NaN, Double.NaN, Double.NaN);
            }
            if (summaries.size() == 1) {
                LatencySummary only = summaries.get(0);
                return new Latency(only.p50Millis(), only.p95Millis(), only.p99Millis());
            }
            LatencyHistogram all = new LatencyHistogram();
            summaries.forEach(summary -> all.merge(LatencyHistogram.decode(summary.sketch())));
            return new Latency(all.quantileMillis(0.50), all.quantileMillis(0.95), all.quantileMillis(0.99));
        }
    }
}
