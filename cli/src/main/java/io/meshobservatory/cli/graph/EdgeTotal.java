/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the rows of one edge add up to over the whole input, all versions together. Not thread-safe. */
final class EdgeTotal {
    /** Who calls whom, by which protocol. */
    record Key(Node source, Node destination, String protocol) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::source)
                .thenComparing(Key::destination)
                .thenComparing(Key::protocol);

        static Key of(EdgeRow row) {
            return new Key(
                    row.edge().source(), row.edge().destination(), row.edge().protocol());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    long calls;
    long errors;
    long errorsHttp5xx;
    long errorsGrpc;
    long errorsNoResponse;
    long errorsStatus;
    long rejectedHttp4xx;
    long rejectedGrpc;
    long faultsInjected;
    long requestBytes;
    long responseBytes;
    final Map<String, Long> responseFlags = new TreeMap<>();
    final Latency client = new Latency();
    final Latency server = new Latency();
    private long mutualTlsCalls;

    void add(EdgeRow row) {
        calls += row.calls();
        errors += row.errors();
        errorsHttp5xx += row.errorsHttp5xx();
        errorsGrpc += row.errorsGrpc();
        errorsNoResponse += row.errorsNoResponse();
        errorsStatus += row.errorsStatus();
        rejectedHttp4xx += row.rejectedHttp4xx();
        rejectedGrpc += row.rejectedGrpc();
        faultsInjected += row.faultsInjected();
        requestBytes += row.requestBytes();
        responseBytes += row.responseBytes();
        row.responseFlags().forEach((flag, times) -> responseFlags.merge(flag, times, Long::sum));
        client.add(row.client());
        server.add(row.server());
        mutualTlsCalls += row.mutualTlsCalls();
    }

    String mtls() {
        return EdgeRow.mtls(mutualTlsCalls, calls);
    }

    /** Latency as the caller saw it, or as the callee did where no caller measured it. */
    Latency seen() {
        return client.calls() > 0 ? client : server;
    }

    /** Latencies of one side. */
    static final class Latency {
        private final LatencyHistogram histogram = new LatencyHistogram();
        private double sumMillis;

        void add(@Nullable LatencySummary summary) {
            if (summary != null) {
                histogram.merge(LatencyHistogram.decode(summary.sketch()));
                sumMillis += summary.meanMillis() * summary.calls();
            }
        }

        long calls() {
            return histogram.count();
        }

        double meanMillis() {
            return sumMillis / histogram.count();
        }

        double quantileMillis(double quantile) {
            return histogram.quantileMillis(quantile);
        }
    }
}
