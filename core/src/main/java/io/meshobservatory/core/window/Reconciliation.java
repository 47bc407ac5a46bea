/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.SampleWeight;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes one row per edge of what several places saw of a relation in one window, so that nothing is counted twice.
 *
 * <ul>
 *   <li>Counts of calls come from metrics if there are any, else from access logs, else from traces; where
 *       traces recorded as many calls as the logs or more, they are complete, and tell retries that logs do not. Two places of one
 *       signal see the same calls, but not at the same time: they are scraped at different moments. The place is therefore
 *       chosen by what the whole hour says: the caller's side, since callers also see the calls that never arrive, unless
 *       another place counted more than twice as much, as when most callers are not scraped. Adding up windows then gives what
 *       that one place counted.
 *   <li>Bytes and connections likewise, each by itself. Latencies come from traces, else from logs, else from the buckets
 *       of metrics.
 *   <li>Security comes from where most of it was observed.
 *   <li>All versions of a relation are reconciled together. What the other signals tell of a version that the counting one
 *       does not know (applications often do not tell their version) joins the only row that it fits; if it fits several,
 *       it stays a row of its own, with latencies and examples but without calls, as those are counted elsewhere.
 * </ul>
 */
final class Reconciliation {
    private static final Vantage[] VANTAGES = Vantage.values();
    private static final Signal[] LOGS_COUNT = {Signal.METRICS, Signal.LOGS, Signal.TRACES};
    private static final Signal[] TRACES_COUNT = {Signal.METRICS, Signal.TRACES, Signal.LOGS};
    /** How many times as much another place must have counted to be preferred to the caller's. */
    private static final int CLEARLY_MORE = 2;

    private static final Signal[] MEASURING = {Signal.TRACES, Signal.LOGS, Signal.METRICS};

    private final HourView hour;

    /** Stands for what nobody saw; only read. */
    private final EdgeStats nothing = new EdgeStats();

    /** Whether traces are all that tells of the hour, as is common: then there is nothing to choose. */
    private final boolean onlyTraced;

    private final Map<Versions, Observations> versions;
    private final @Nullable Vantage calls;
    private final @Nullable Vantage bytes;
    private final @Nullable Vantage connections;
    private final @Nullable Vantage security;
    private final @Nullable Vantage denials;
    private final @Nullable Vantage operations;
    private final Signal latency;

    private Reconciliation(Map<Versions, Observations> observed, HourView hour) {
        this.hour = hour;
        onlyTraced = hour.isOnlyTraced() && HourView.isOnlyTraced(observed);
        Signal[] counting = onlyTraced || haveCompleteTraces(hour) ? TRACES_COUNT : LOGS_COUNT;
        ToLongFunction<EdgeStats> sizes = stats -> stats.requestBytes + stats.responseBytes;
        ToLongFunction<EdgeStats> opened = stats -> stats.connectionsOpened + stats.connectionsClosed;
        calls = most(observed, stats -> stats.weights + stats.told, stats -> stats.weights, true, counting);
        bytes = most(observed, sizes, sizes, true, counting);
        connections = most(observed, opened, opened, true, counting);
        security = most(observed, Reconciliation::observedSecurity, LOGS_COUNT);
        denials = most(observed, stats -> stats.denials.total(), Signal.LOGS, Signal.TRACES, Signal.METRICS);
        operations = most(observed, stats -> stats.operations.total(), Signal.LOGS, Signal.TRACES);
        Vantage measured = most(observed, stats -> stats.client.count() + stats.server.count(), MEASURING);
        latency = measured == null ? Signal.NONE : measured.signal();
        versions = folded(observed);
    }

    /**
     * Gives the rows of a window, in the order of their versions.
     *
     * @param observed what was seen in the window
     * @param hour what was seen in and around the hour that contains it
     */
    static void rows(
            WindowSize size,
            long windowStartMillis,
            Relation relation,
            Map<Versions, Observations> observed,
            HourView hour,
            Consumer<EdgeRow> rows) {
        Reconciliation reconciled = new Reconciliation(observed, hour);
        reconciled.versions.forEach((versions, observations) -> {
            EdgeRow row = reconciled.row(size, windowStartMillis, relation, versions, observations);
            if (!row.isRemoval()) {
                rows.accept(row);
            }
        });
    }

    private EdgeRow row(WindowSize size, long start, Relation relation, Versions versions, Observations observations) {
        Extremes seen = new Extremes();
        for (Vantage vantage : VANTAGES) {
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
                traced.recorded(Call.Evidence.BOTH_SIDES),
                traced.recorded(Call.Evidence.CALLER_ONLY),
                traced.recorded(Call.Evidence.CALLEE_ONLY),
                traced.recorded(Call.Evidence.CALLER_MISSING),
                traced.contextLost);
    }

    /** The latencies of one side. Of two places that measured the same side, the one with more counts. */
    private @Nullable LatencySummary summary(Observations observations, boolean client) {
        EdgeStats best = null;
        for (Vantage vantage : VANTAGES) {
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
        return stats.weights(ConnectionSecurity.MUTUAL_TLS) + stats.weights(ConnectionSecurity.PLAIN_TEXT);
    }

    /** The place of the first signal that tells anything, and of its places the one that the hour prefers. */
    private @Nullable Vantage most(
            Map<Versions, Observations> observed, ToLongFunction<EdgeStats> figure, Signal... signals) {
        return most(observed, figure, figure, false, signals);
    }

    private @Nullable Vantage most(
            Map<Versions, Observations> observed,
            ToLongFunction<EdgeStats> presence,
            ToLongFunction<EdgeStats> figure,
            boolean callersTell,
            Signal... signals) {
        if (onlyTraced) {
            return HourView.sum(observed, Vantage.TRACES, presence) > 0 ? Vantage.TRACES : null;
        }
        for (Signal signal : signals) {
            for (Vantage vantage : VANTAGES) {
                if (vantage.signal() == signal && HourView.sum(observed, vantage, presence) > 0) {
                    Vantage preferred = preferred(signal, figure, callersTell);
                    return preferred == null ? vantage : preferred;
                }
            }
        }
        return null;
    }

    private @Nullable Vantage preferred(Signal signal, ToLongFunction<EdgeStats> figure, boolean callersTell) {
        Vantage first = null;
        Vantage preferred = null;
        long counted = 0;
        for (Vantage vantage : VANTAGES) {
            if (vantage.signal() == signal) {
                first = first == null ? vantage : first;
                long sum = hour.sum(vantage, figure);
                if (preferred == null ? sum > 0 : sum / CLEARLY_MORE > counted) {
                    preferred = vantage;
                    counted = sum;
                }
            }
        }
        if (preferred == null || first == null || preferred == first || !callersTell) {
            return preferred;
        }
        return hour.isSpill(preferred, first) ? first : preferred;
    }

    private static boolean haveCompleteTraces(HourView hour) {
        long traced = hour.sum(Vantage.TRACES, stats -> stats.recorded * SampleWeight.ONE);
        long logged = 0;
        for (Vantage vantage : VANTAGES) {
            if (vantage.signal() == Signal.LOGS) {
                logged = Math.max(logged, hour.sum(vantage, stats -> stats.weights));
            }
        }
        return traced >= logged;
    }

    private Map<Versions, Observations> folded(Map<Versions, Observations> observed) {
        if (areCounted(observed.values())) {
            return observed;
        }
        Map<Versions, Observations> folded = new TreeMap<>();
        observed.forEach((version, observations) -> {
            Versions row = isCounted(observations) ? version : onlyFitting(version, observed);
            folded.computeIfAbsent(row, key -> new Observations()).merge(observations);
        });
        return folded;
    }

    private boolean areCounted(Collection<Observations> all) {
        for (Observations observations : all) {
            if (!isCounted(observations)) {
                return false;
            }
        }
        return true;
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

    private EdgeStats at(Observations observations, @Nullable Vantage vantage) {
        return orEmpty(vantage == null ? null : observations.of(vantage));
    }

    private EdgeStats orEmpty(@Nullable EdgeStats stats) {
        return stats == null ? nothing : stats;
    }

    private static Signal signal(@Nullable Vantage vantage) {
        return vantage == null ? Signal.NONE : vantage.signal();
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
