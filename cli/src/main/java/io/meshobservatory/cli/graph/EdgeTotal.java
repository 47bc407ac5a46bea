/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the rows of one relation add up to over the whole input: all versions together, and each pair of versions. */
final class EdgeTotal {
    final Sum all = new Sum();
    final SortedMap<Versions, Sum> byVersions = new TreeMap<>();

    void add(EdgeRow row) {
        all.add(row);
        byVersions
                .computeIfAbsent(Versions.of(row.edge()), versions -> new Sum())
                .add(row);
    }

    /** A sum of rows. Not thread-safe. */
    static final class Sum {
        long calls;
        OutcomeCounts outcomes = OutcomeCounts.NONE;
        final Map<String, Long> responseFlags = new TreeMap<>();
        final Map<String, Long> denials = new TreeMap<>();
        final Map<String, Long> operations = new TreeMap<>();
        long requestBytes;
        long responseBytes;
        long connectionsOpened;
        long connectionsClosed;
        long mutualTls;
        long plainText;
        long unobservedTls;
        final Set<String> sourcePrincipals = new TreeSet<>();
        final Set<String> destinationPrincipals = new TreeSet<>();
        Coverage coverage = Coverage.NONE;
        final Latency client = new Latency();
        final Latency server = new Latency();
        private final Set<Signal> callsFrom = EnumSet.noneOf(Signal.class);
        private final Set<Signal> bytesFrom = EnumSet.noneOf(Signal.class);
        private final Set<Signal> latencyFrom = EnumSet.noneOf(Signal.class);
        private final Set<Signal> securityFrom = EnumSet.noneOf(Signal.class);

        void add(EdgeRow row) {
            add(row.traffic());
            add(row.security());
            coverage = coverage.plus(row.coverage());
            client.add(row.client(), row.basis().latency());
            server.add(row.server(), row.basis().latency());
            Basis basis = row.basis();
            callsFrom.add(basis.calls());
            bytesFrom.add(basis.bytes());
            latencyFrom.add(basis.latency());
            securityFrom.add(basis.security());
        }

        long errors() {
            return outcomes.errors();
        }

        String mtls() {
            return Security.mtls(mutualTls, plainText, unobservedTls);
        }

        /** Latency as the caller saw it, or as the callee did where no caller measured it. */
        Latency seen() {
            return client.calls() > 0 ? client : server;
        }

        /** Of which signals each kind of figure was made, in lower case, joined by plus signs. */
        Map<String, String> basis() {
            Map<String, String> basis = new TreeMap<>();
            basis.put("calls", words(callsFrom));
            basis.put("bytes", words(bytesFrom));
            basis.put(
                    "latency",
                    words(latencyFrom.stream()
                            .filter(signal -> signal != Signal.NONE)
                            .limit(1)
                            .toList()));
            basis.put("security", words(securityFrom));
            return basis;
        }

        private void add(Traffic traffic) {
            calls += traffic.calls();
            outcomes = outcomes.plus(traffic.outcomes());
            add(traffic, Traffic::responseFlags, responseFlags);
            add(traffic, Traffic::denials, denials);
            add(traffic, Traffic::operations, operations);
            requestBytes += traffic.requestBytes();
            responseBytes += traffic.responseBytes();
            connectionsOpened += traffic.connectionsOpened();
            connectionsClosed += traffic.connectionsClosed();
        }

        private void add(Security security) {
            mutualTls += security.mutualTls();
            plainText += security.plainText();
            unobservedTls += security.unobserved();
            if (security.sourcePrincipal() != null) {
                sourcePrincipals.add(security.sourcePrincipal());
            }
            if (security.destinationPrincipal() != null) {
                destinationPrincipals.add(security.destinationPrincipal());
            }
        }

        private static void add(Traffic traffic, Function<Traffic, Map<String, Long>> counts, Map<String, Long> total) {
            counts.apply(traffic).forEach((name, times) -> total.merge(name, times, Long::sum));
        }

        private static String words(Collection<Signal> signals) {
            StringBuilder words = new StringBuilder();
            for (Signal signal : signals) {
                if (signal != Signal.NONE) {
                    words.append(words.isEmpty() ? "" : "+")
                            .append(signal.name().toLowerCase(java.util.Locale.ROOT));
                }
            }
            return words.isEmpty() ? "none" : words.toString();
        }
    }

    /**
     * Latencies of one side, of the best signal that measured any: of traces, else of logs, else of metrics. Those of different
     * signals are not mixed, as traces may be sampled. Not thread-safe.
     */
    static final class Latency {
        private final Map<Signal, LatencyHistogram> histograms = new EnumMap<>(Signal.class);
        private final Map<Signal, Double> sumsMillis = new EnumMap<>(Signal.class);

        void add(@Nullable LatencySummary summary, Signal signal) {
            if (summary != null) {
                histograms
                        .computeIfAbsent(signal, key -> new LatencyHistogram())
                        .merge(LatencyHistogram.decode(summary.sketch()));
                sumsMillis.merge(signal, summary.meanMillis() * summary.calls(), Double::sum);
            }
        }

        long calls() {
            return best().count();
        }

        double meanMillis() {
            double sum =
                    sumsMillis.isEmpty() ? 0 : sumsMillis.values().iterator().next();
            return sum / best().count();
        }

        double quantileMillis(double quantile) {
            return best().quantileMillis(quantile);
        }

        /** The constants of {@link Signal} stand in this order. */
        private LatencyHistogram best() {
            return histograms.isEmpty()
                    ? new LatencyHistogram()
                    : histograms.values().iterator().next();
        }
    }
}
