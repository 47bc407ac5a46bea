/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.api.graph.EdgeView.ErrorsByClass;
import io.meshobservatory.api.graph.EdgeView.Rejected;
import io.meshobservatory.api.graph.EdgeView.SampledByEvidence;
import io.meshobservatory.api.store.StoredEdge;
import io.meshobservatory.api.store.StoredEdge.StoredLatency;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sum of rows: of an edge over windows, or of many edges in one. Not thread-safe. */
final class EdgeSum {
    private static final int MAX_OPERATIONS = 20;

    private final TrafficSum traffic = new TrafficSum();
    private final SecuritySum security = new SecuritySum();
    private final BasisSum basis = new BasisSum();
    private final LatencySum client = new LatencySum();
    private final LatencySum server = new LatencySum();
    private Coverage coverage = Coverage.NONE;
    private long firstSeenMillis = Long.MAX_VALUE;
    private long lastSeenMillis = Long.MIN_VALUE;

    private @Nullable String slowestTraceId;
    private double slowestMillis = -1;
    private @Nullable String errorTraceId;
    private long errorTraceMillis = Long.MIN_VALUE;

    void add(StoredEdge row) {
        traffic.add(row.traffic());
        security.add(row.security(), row.lastSeenMillis());
        basis.add(row.basis());
        client.add(row.client());
        server.add(row.server());
        coverage = coverage.plus(row.coverage());
        firstSeenMillis = Math.min(firstSeenMillis, row.firstSeenMillis());
        lastSeenMillis = Math.max(lastSeenMillis, row.lastSeenMillis());
        offerSlowest(row.slowestTraceId(), Math.max(p99Millis(row.client()), p99Millis(row.server())));
        offerError(row.errorTraceId(), row.lastSeenMillis());
    }

    void add(EdgeSum other) {
        traffic.add(other.traffic.total());
        security.add(other.security);
        basis.add(other.basis);
        client.add(other.client);
        server.add(other.server);
        coverage = coverage.plus(other.coverage);
        firstSeenMillis = Math.min(firstSeenMillis, other.firstSeenMillis);
        lastSeenMillis = Math.max(lastSeenMillis, other.lastSeenMillis);
        offerSlowest(other.slowestTraceId, other.slowestMillis);
        offerError(other.errorTraceId, other.errorTraceMillis);
    }

    Traffic traffic() {
        return traffic.total();
    }

    Coverage coverage() {
        return coverage;
    }

    Security security() {
        return security.total();
    }

    /**
     * The part of an edge.
     *
     * @param callsOfEdge the calls of the whole edge
     */
    VersionView version(String sourceVersion, String destinationVersion, double seconds, long callsOfEdge) {
        Traffic total = traffic.total();
        long errors = total.outcomes().errors();
        return new VersionView(
                sourceVersion,
                destinationVersion,
                total.calls(),
                Figures.perSecond(total.calls(), seconds),
                Figures.ratio(total.calls(), callsOfEdge),
                coverage.sampledCalls(),
                errors,
                Figures.ratio(errors, total.calls()),
                total.outcomes().faultsInjected(),
                total.connectionsOpened(),
                security.total().mtls(),
                client.view(),
                server.view());
    }

    PointView point(long windowStartMillis, double seconds) {
        Traffic total = traffic.total();
        long errors = total.outcomes().errors();
        return new PointView(
                Figures.instant(windowStartMillis),
                total.calls(),
                Figures.perSecond(total.calls(), seconds),
                coverage.sampledCalls(),
                errors,
                Figures.ratio(errors, total.calls()),
                total.requestBytes(),
                total.responseBytes(),
                total.connectionsOpened(),
                Figures.perSecond(total.connectionsOpened(), seconds),
                client.view(),
                server.view());
    }

    EdgeView edge(Relation relation, double seconds, List<VersionView> versions) {
        Traffic total = traffic.total();
        OutcomeCounts outcomes = total.outcomes();
        Security seen = security.total();
        return new EdgeView(
                NodeRef.of(relation.source()),
                NodeRef.of(relation.destination()),
                relation.protocol(),
                isCrossCluster(relation.source(), relation.destination()),
                total.calls(),
                Figures.perSecond(total.calls(), seconds),
                coverage.sampledCalls(),
                SampledByEvidence.of(coverage),
                coverage.contextLost(),
                basis.view(),
                outcomes.errors(),
                Figures.ratio(outcomes.errors(), total.calls()),
                ErrorsByClass.of(outcomes),
                new Rejected(outcomes.rejectedHttp4xx(), outcomes.rejectedGrpc()),
                outcomes.faultsInjected(),
                total.responseFlags(),
                ResilienceView.of(total),
                total.denials(),
                mostFrequent(total.operations()),
                total.operations().size(),
                total.requestBytes(),
                total.responseBytes(),
                total.connectionsOpened(),
                total.connectionsClosed(),
                Figures.perSecond(total.connectionsOpened(), seconds),
                client.view(),
                server.view(),
                seen.mtls(),
                seen.mutualTls(),
                seen.plainText(),
                seen.unobserved(),
                seen.sourcePrincipal(),
                seen.destinationPrincipal(),
                Figures.instant(firstSeenMillis),
                Figures.instant(lastSeenMillis),
                slowestTraceId,
                errorTraceId,
                versions);
    }

    private static boolean isCrossCluster(Node source, Node destination) {
        return isCluster(source.cluster())
                && isCluster(destination.cluster())
                && !source.cluster().equals(destination.cluster());
    }

    private static boolean isCluster(String name) {
        return !name.equals(Node.UNKNOWN_NAME) && !name.equals(Node.NOT_APPLICABLE);
    }

    private static Map<String, Long> mostFrequent(Map<String, Long> counts) {
        Map<String, Long> most = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_OPERATIONS)
                .forEach(count -> most.put(count.getKey(), count.getValue()));
        return most;
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
