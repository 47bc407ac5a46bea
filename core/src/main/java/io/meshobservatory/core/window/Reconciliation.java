/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes one row per edge of what several places saw of a relation in one window, so that nothing is counted twice.
 *
 * <ul>
 *   <li>Counts of calls come from metrics if there are any, else from access logs, else from traces. Two places of one
 *       signal see the same calls; the one that counted most is taken, the caller's side where they agree: callers also see
 *       the calls that never arrive.
 *   <li>Bytes and connections likewise, each by itself. Latencies come from traces, else from logs, else from the buckets
 *       of metrics.
 *   <li>Security comes from where most of it was observed.
 *   <li>All versions of a relation are reconciled together. What the other signals tell of a version that the counting one
 *       does not know (applications often do not tell their version) joins the only row that it fits; if it fits several,
 *       it stays a row of its own, with latencies and examples but without calls, as those are counted elsewhere.
 * </ul>
 */
final class Reconciliation {
    private static final Signal[] COUNTING = {Signal.METRICS, Signal.LOGS, Signal.TRACES};
    private static final Signal[] MEASURING = {Signal.TRACES, Signal.LOGS, Signal.METRICS};

    private final Map<Versions, Observations> versions;
    private final @Nullable Vantage calls;
    private final @Nullable Vantage bytes;
    private final @Nullable Vantage connections;
    private final @Nullable Vantage security;
    private final @Nullable Vantage denials;
    private final @Nullable Vantage operations;
    private final Signal latency;

    private Reconciliation(Map<Versions, Observations> observed) {
        calls = most(observed, stats -> stats.weights, COUNTING);
        bytes = most(observed, stats -> stats.requestBytes + stats.responseBytes, COUNTING);
        connections = most(observed, stats -> stats.connectionsOpened + stats.connectionsClosed, COUNTING);
        security = most(observed, Reconciliation::observedSecurity, COUNTING);
        denials = most(observed, stats -> stats.denials.total(), Signal.LOGS, Signal.TRACES);
        operations = most(observed, stats -> stats.operations.total(), Signal.LOGS, Signal.TRACES);
        Vantage measured = most(observed, stats -> stats.client.count() + stats.server.count(), MEASURING);
        latency = measured == null ? Signal.NONE : measured.signal();
        versions = folded(observed);
    }

    /** Gives the rows of a window, in the order of their versions. */
    static void rows(
            WindowSize size,
            long windowStartMillis,
            Relation relation,
            Map<Versions, Observations> observed,
            Consumer<EdgeRow> rows) {
        Reconciliation reconciled = new Reconciliation(observed);
        reconciled.versions.forEach((versions, observations) -> {
            EdgeRow row = reconciled.row(size, windowStartMillis, relation, versions, observations);
            if (!row.isRemoval()) {
                rows.accept(row);
            }
        });
    }

    private EdgeRow row(WindowSize size, long start, Relation relation, Versions versions, Observations observations) {
        Extremes seen = new Extremes();
        for (Vantage vantage : Vantage.values()) {
            EdgeStats stats = observations.of(vantage);
            if (stats != null && !stats.isEmpty()) {
                seen.merge(stats.extremes, stats.hasFailures());
            }
        }
        EdgeStats traced = orEmpty(observations.of(Vantage.TRACES));
        boolean timed = seen.firstMillis <= seen.lastMillis;
        return new EdgeRow(
                size,
                start,
                relation.edge(versions),
                traffic(observations),
                security(observations, seen),
                coverage(traced),
                new Basis(signal(calls), signal(bytes == null ? connections : bytes), latency, signal(security)),
                summary(observations, true),
                summary(observations, false),
                timed ? seen.firstMillis : start,
                timed ? seen.lastMillis : start,
                seen.slowest == null ? null : seen.slowest.toHex(),
                seen.failed == null ? null : seen.failed.toHex());
    }

    private Traffic traffic(Observations observations) {
        EdgeStats counted = at(observations, calls);
        EdgeStats sized = at(observations, bytes);
        EdgeStats connected = at(observations, connections);
        return new Traffic(
                counted.calls(),
                counted.outcomeCounts(),
                at(observations, calls == null ? connections : calls).flags.toCalls(),
                at(observations, denials).denials.toCalls(),
                at(observations, operations).operations.toCalls(),
                sized.requestBytes,
                sized.responseBytes,
                connected.connectionsOpened,
                connected.connectionsClosed);
    }

    private Security security(Observations observations, Extremes seen) {
        EdgeStats observed = at(observations, security == null ? calls : security);
        return new Security(
                observed.calls(ConnectionSecurity.MUTUAL_TLS),
                observed.calls(ConnectionSecurity.PLAIN_TEXT),
                observed.calls(ConnectionSecurity.UNKNOWN),
                nullIfEmpty(seen.sourcePrincipal),
                nullIfEmpty(seen.destinationPrincipal));
    }

    private static Coverage coverage(EdgeStats traced) {
        return new Coverage(
                traced.recorded,
                traced.evidence[Call.Evidence.BOTH_SIDES.ordinal()],
                traced.evidence[Call.Evidence.CALLER_ONLY.ordinal()],
                traced.evidence[Call.Evidence.CALLEE_ONLY.ordinal()],
                traced.evidence[Call.Evidence.CALLER_MISSING.ordinal()],
                traced.contextLost);
    }

    /** The latencies of one side. Of two places that measured the same side, the one with more counts. */
    private @Nullable LatencySummary summary(Observations observations, boolean client) {
        EdgeStats best = null;
        for (Vantage vantage : Vantage.values()) {
            EdgeStats stats = observations.of(vantage);
            if (stats != null
                    && vantage.signal() == latency
                    && (best == null || count(stats, client) > count(best, client))) {
                best = stats;
            }
        }
        if (best == null || count(best, client) <= 0) {
            return null;
        }
        return client
                ? LatencySummary.of(best.client, best.clientSumNanos)
                : LatencySummary.of(best.server, best.serverSumNanos);
    }

    private static long count(EdgeStats stats, boolean client) {
        return client ? stats.client.count() : stats.server.count();
    }

    private static long observedSecurity(EdgeStats stats) {
        return stats.securities[ConnectionSecurity.MUTUAL_TLS.ordinal()]
                + stats.securities[ConnectionSecurity.PLAIN_TEXT.ordinal()];
    }

    /** The place of the first signal that tells anything, and of its places the one with the greatest sum. */
    private static @Nullable Vantage most(
            Map<Versions, Observations> observed, ToLongFunction<EdgeStats> figure, Signal... signals) {
        for (Signal signal : signals) {
            Vantage best = null;
            long most = 0;
            for (Vantage vantage : Vantage.values()) {
                if (vantage.signal() == signal) {
                    long sum = sum(observed, vantage, figure);
                    if (sum > most) {
                        best = vantage;
                        most = sum;
                    }
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private static long sum(Map<Versions, Observations> observed, Vantage vantage, ToLongFunction<EdgeStats> figure) {
        long sum = 0;
        for (Observations observations : observed.values()) {
            EdgeStats stats = observations.of(vantage);
            sum += stats == null ? 0 : figure.applyAsLong(stats);
        }
        return sum;
    }

    private Map<Versions, Observations> folded(Map<Versions, Observations> observed) {
        Map<Versions, Observations> folded = new TreeMap<>();
        observed.forEach((version, observations) -> {
            Versions row = isCounted(observations) ? version : onlyFitting(version, observed);
            folded.computeIfAbsent(row, key -> new Observations()).merge(observations);
        });
        return folded;
    }

    private boolean isCounted(Observations observations) {
        EdgeStats counted = at(observations, calls == null ? connections : calls);
        return !counted.isEmpty();
    }

    private Versions onlyFitting(Versions version, Map<Versions, Observations> observed) {
        Versions found = null;
        for (Map.Entry<Versions, Observations> entry : observed.entrySet()) {
            if (isCounted(entry.getValue()) && version.fits(entry.getKey())) {
                if (found != null) {
                    return version;
                }
                found = entry.getKey();
            }
        }
        return found == null ? version : found;
    }

    private static EdgeStats at(Observations observations, @Nullable Vantage vantage) {
        return orEmpty(vantage == null ? null : observations.of(vantage));
    }

    private static EdgeStats orEmpty(@Nullable EdgeStats stats) {
        return stats == null ? new EdgeStats() : stats;
    }

    private static Signal signal(@Nullable Vantage vantage) {
        return vantage == null ? Signal.NONE : vantage.signal();
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
