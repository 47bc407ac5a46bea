/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.WindowSize;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All figures of each edge in each window, by name and without those that are 0: calls added up, or read from rows. */
final class Tally {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** An edge in a window. */
    record Key(WindowSize size, long startMillis, Edge edge) implements Comparable<Key> {
        static Key of(EdgeRow row) {
            return new Key(row.windowSize(), row.windowStartMillis(), row.edge());
        }

        @Override
        public int compareTo(Key other) {
            int bySize = size.compareTo(other.size);
            int byStart = bySize != 0 ? bySize : Long.compare(startMillis, other.startMillis);
            return byStart != 0 ? byStart : edge.compareTo(other.edge);
        }
    }

    private Tally() {}

    static Map<Key, Map<String, Long>> ofCalls(Collection<Observed> calls) {
        Map<Key, Map<String, Long>> tallies = new TreeMap<>();
        for (Observed call : calls) {
            for (WindowSize size : WindowSize.values()) {
                long millis = call.endNanos() / NANOS_PER_MILLI;
                long start = millis - millis % size.millis();
                add(call, tallies.computeIfAbsent(new Key(size, start, call.edge()), key -> new TreeMap<>()));
            }
        }
        tallies.values().forEach(figures -> figures.values().removeIf(figure -> figure == 0));
        return tallies;
    }

    static Map<Key, Map<String, Long>> ofRows(Map<Key, EdgeRow> rows) {
        Map<Key, Map<String, Long>> tallies = new TreeMap<>();
        rows.forEach((key, row) -> {
            Map<String, Long> figures = new TreeMap<>();
            add(row, figures);
            figures.values().removeIf(figure -> figure == 0);
            tallies.put(key, figures);
        });
        return tallies;
    }

    private static void add(Observed call, Map<String, Long> to) {
        long weight = call.weight();
        add(to, "calls", weight);
        add(to, "outcome " + call.outcome(), isTold(call) ? weight : 0);
        for (String flag : call.flags().split(",", -1)) {
            add(to, "flag " + flag, flag.isEmpty() ? 0 : weight);
        }
        add(to, "denial " + call.denial(), call.denial().isEmpty() ? 0 : weight);
        add(to, "operation " + call.operation(), call.operation().isEmpty() ? 0 : weight);
        add(to, "request bytes", Math.max(0, call.requestBytes()) * weight);
        add(to, "response bytes", Math.max(0, call.responseBytes()) * weight);
        add(to, "mutual TLS", call.mutualTls() ? weight : 0);
        add(to, "sampled", 1);
        add(to, "evidence " + call.evidence(), 1);
        add(to, "context lost", call.contextLost() ? 1 : 0);
        add(to, "client calls", call.clientNanos() < 0 ? 0 : weight);
        add(to, "client nanos", Math.max(0, call.clientNanos()) * weight);
        add(to, "server calls", call.serverNanos() < 0 ? 0 : weight);
        add(to, "server nanos", Math.max(0, call.serverNanos()) * weight);
    }

    /** Rows do not tell how many calls went well. */
    private static boolean isTold(Observed call) {
        return switch (call.outcome()) {
            case UNSET, OK -> false;
            default -> true;
        };
    }

    private static void add(EdgeRow row, Map<String, Long> to) {
        OutcomeCounts outcomes = row.traffic().outcomes();
        add(to, "calls", row.calls());
        add(to, "outcome FAILED_HTTP_5XX", outcomes.errorsHttp5xx());
        add(to, "outcome FAILED_GRPC", outcomes.errorsGrpc());
        add(to, "outcome FAILED_NO_RESPONSE", outcomes.errorsNoResponse());
        add(to, "outcome FAILED_STATUS", outcomes.errorsStatus());
        add(to, "outcome REJECTED_HTTP_4XX", outcomes.rejectedHttp4xx());
        add(to, "outcome REJECTED_GRPC", outcomes.rejectedGrpc());
        add(to, "outcome FAULT_INJECTED", outcomes.faultsInjected());
        row.traffic().responseFlags().forEach((flag, times) -> add(to, "flag " + flag, times));
        row.traffic().denials().forEach((denial, times) -> add(to, "denial " + denial, times));
        row.traffic().operations().forEach((operation, times) -> add(to, "operation " + operation, times));
        add(to, "request bytes", row.traffic().requestBytes());
        add(to, "response bytes", row.traffic().responseBytes());
        add(to, "mutual TLS", row.security().mutualTls());
        add(to, "sampled", row.coverage().sampledCalls());
        add(to, "evidence BOTH_SIDES", row.coverage().bothSides());
        add(to, "evidence CALLER_ONLY", row.coverage().callerOnly());
        add(to, "evidence CALLEE_ONLY", row.coverage().calleeOnly());
        add(to, "evidence CALLER_MISSING", row.coverage().callerMissing());
        add(to, "context lost", row.coverage().contextLost());
        add(to, "client", row.client());
        add(to, "server", row.server());
    }

    private static void add(Map<String, Long> to, String side, @Nullable LatencySummary latency) {
        if (latency != null) {
            add(to, side + " calls", latency.calls());
            add(to, side + " nanos", Math.round(latency.meanMillis() * latency.calls() * NANOS_PER_MILLI));
        }
    }

    private static void add(Map<String, Long> to, String figure, long value) {
        to.merge(figure, value, Long::sum);
    }
}
