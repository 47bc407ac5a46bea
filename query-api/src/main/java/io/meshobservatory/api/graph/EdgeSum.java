/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.api.graph.EdgeView.ErrorsByClass;
import io.meshobservatory.api.graph.EdgeView.Rejected;
import io.meshobservatory.api.store.StoredEdge;
import io.meshobservatory.api.store.StoredEdge.StoredLatency;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sum of rows: of an edge over windows, or of many edges in one. Not thread-safe. */
final class EdgeSum {
    private long calls;
    private long errors;
    private long errorsHttp5xx;
    private long errorsGrpc;
    private long errorsNoResponse;
    private long errorsStatus;
    private long rejectedHttp4xx;
    private long rejectedGrpc;
    private long faultsInjected;
    private final Map<String, Long> responseFlags = new TreeMap<>();
    private long requestBytes;
    private long responseBytes;
    private final LatencySum client = new LatencySum();
    private final LatencySum server = new LatencySum();
    private long mutualTlsCalls;
    private long firstSeenMillis = Long.MAX_VALUE;
    private long lastSeenMillis = Long.MIN_VALUE;

    private @Nullable String sourcePrincipal;
    private long sourcePrincipalMillis = Long.MIN_VALUE;
    private @Nullable String destinationPrincipal;
    private long destinationPrincipalMillis = Long.MIN_VALUE;
    private @Nullable String slowestTraceId;
    private double slowestMillis = -1;
    private @Nullable String errorTraceId;
    private long errorTraceMillis = Long.MIN_VALUE;

    void add(StoredEdge row) {
        calls += row.calls();
        errors += row.errors();
        errorsHttp5xx += row.errorsHttp5xx();
        errorsGrpc += row.errorsGrpc();
        errorsNoResponse += row.errorsNoResponse();
        errorsStatus += row.errorsStatus();
        rejectedHttp4xx += row.rejectedHttp4xx();
        rejectedGrpc += row.rejectedGrpc();
        faultsInjected += row.faultsInjected();
        row.responseFlags().forEach((flag, count) -> responseFlags.merge(flag, count, Long::sum));
        requestBytes += row.requestBytes();
        responseBytes += row.responseBytes();
        client.add(row.client());
        server.add(row.server());
        mutualTlsCalls += row.mutualTlsCalls();
        firstSeenMillis = Math.min(firstSeenMillis, row.firstSeenMillis());
        lastSeenMillis = Math.max(lastSeenMillis, row.lastSeenMillis());
        long at = row.lastSeenMillis();
        offerSourcePrincipal(row.sourcePrincipal(), at);
        offerDestinationPrincipal(row.destinationPrincipal(), at);
        offerSlowest(row.slowestTraceId(), Math.max(p99Millis(row.client()), p99Millis(row.server())));
        offerError(row.errorTraceId(), at);
    }

    void add(EdgeSum other) {
        calls += other.calls;
        errors += other.errors;
        errorsHttp5xx += other.errorsHttp5xx;
        errorsGrpc += other.errorsGrpc;
        errorsNoResponse += other.errorsNoResponse;
        errorsStatus += other.errorsStatus;
        rejectedHttp4xx += other.rejectedHttp4xx;
        rejectedGrpc += other.rejectedGrpc;
        faultsInjected += other.faultsInjected;
        other.responseFlags.forEach((flag, count) -> responseFlags.merge(flag, count, Long::sum));
        requestBytes += other.requestBytes;
        responseBytes += other.responseBytes;
        client.add(other.client);
        server.add(other.server);
        mutualTlsCalls += other.mutualTlsCalls;
        firstSeenMillis = Math.min(firstSeenMillis, other.firstSeenMillis);
        lastSeenMillis = Math.max(lastSeenMillis, other.lastSeenMillis);
        offerSourcePrincipal(other.sourcePrincipal, other.sourcePrincipalMillis);
        offerDestinationPrincipal(other.destinationPrincipal, other.destinationPrincipalMillis);
        offerSlowest(other.slowestTraceId, other.slowestMillis);
        offerError(other.errorTraceId, other.errorTraceMillis);
    }

    long calls() {
        return calls;
    }

    long errors() {
        return errors;
    }

    VersionView version(String sourceVersion, String destinationVersion, double seconds) {
        return new VersionView(
                sourceVersion,
                destinationVersion,
                calls,
                Figures.perSecond(calls, seconds),
                errors,
                Figures.ratio(errors, calls),
                client.view(),
                server.view());
    }

    PointView point(long windowStartMillis, double seconds) {
        return new PointView(
                Figures.instant(windowStartMillis),
                calls,
                Figures.perSecond(calls, seconds),
                errors,
                Figures.ratio(errors, calls),
                requestBytes,
                responseBytes,
                client.view(),
                server.view());
    }

    EdgeView edge(EdgePair pair, double seconds, List<VersionView> versions) {
        return new EdgeView(
                NodeRef.of(pair.source()),
                NodeRef.of(pair.destination()),
                pair.protocol(),
                calls,
                Figures.perSecond(calls, seconds),
                errors,
                Figures.ratio(errors, calls),
                new ErrorsByClass(errorsHttp5xx, errorsGrpc, errorsNoResponse, errorsStatus),
                new Rejected(rejectedHttp4xx, rejectedGrpc),
                faultsInjected,
                responseFlags,
                requestBytes,
                responseBytes,
                client.view(),
                server.view(),
                mtls(),
                mutualTlsCalls,
                sourcePrincipal,
                destinationPrincipal,
                Figures.instant(firstSeenMillis),
                Figures.instant(lastSeenMillis),
                slowestTraceId,
                errorTraceId,
                versions);
    }

    /** The same words as {@link io.meshobservatory.core.window.EdgeRow#mtls()}, over the sum. */
    private String mtls() {
        return EdgeRow.mtls(mutualTlsCalls, calls);
    }

    private void offerSourcePrincipal(@Nullable String principal, long atMillis) {
        if (principal != null && atMillis > sourcePrincipalMillis) {
            sourcePrincipal = principal;
            sourcePrincipalMillis = atMillis;
        }
    }

    private void offerDestinationPrincipal(@Nullable String principal, long atMillis) {
        if (principal != null && atMillis > destinationPrincipalMillis) {
            destinationPrincipal = principal;
            destinationPrincipalMillis = atMillis;
        }
    }

    /** A row does not tell how slow its slowest call was; the window with the highest 99th percentile comes closest. */
    private void offerSlowest(@Nullable String traceId, double millis) {
        if (traceId != null && millis > slowestMillis) {
            slowestTraceId = traceId;
            slowestMillis = millis;
        }
    }

    private void offerError(@Nullable String traceId, long atMillis) {
        if (traceId != null && atMillis > errorTraceMillis) {
            errorTraceId = traceId;
            errorTraceMillis = atMillis;
        }
    }

    private static double p99Millis(@Nullable StoredLatency latency) {
        return latency == null ? 0 : latency.p99Millis();
    }
}
