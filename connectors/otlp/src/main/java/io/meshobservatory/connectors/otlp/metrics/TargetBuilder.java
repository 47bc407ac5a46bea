/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.metric.MetricPoint;
import io.meshobservatory.core.metric.SeriesId;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.TargetIdentity;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.metric.UnusableReason;
import io.meshobservatory.core.telemetry.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what one request tells of one target. Not thread-safe. */
final class TargetBuilder {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String target;
    private final TargetResource resource;
    private final boolean shared;
    private final TreeSet<Long> seenNanos = new TreeSet<>();
    private final List<MetricPoint> points = new ArrayList<>();
    private final Map<UnusableReason, Long> unusable = new EnumMap<>(UnusableReason.class);

    /** The workloads that the labels name as the reporter, each with the version that was told last. */
    private final Map<Node, Workload> own = new HashMap<>();

    private boolean standsForMany;

    /** @param shared whether other senders are the same target: what this request tells of its sender is only for itself */
    TargetBuilder(String key, TargetResource resource, boolean shared) {
        SeriesId id = SeriesId.of(key);
        this.target = String.format("%016x%016x", id.high(), id.low());
        this.resource = resource;
        this.shared = shared;
    }

    void seen(long timeNanos) {
        seenNanos.add(timeNanos);
    }

    void add(MetricPoint point) {
        points.add(point);
    }

    void addUnusable(UnusableReason reason) {
        unusable.merge(reason, 1L, Long::sum);
    }

    void addOwn(Workload workload) {
        own.put(workload.node(), workload);
    }

    void standsForMany() {
        standsForMany = true;
    }

    TargetPoints build() {
        TargetIdentity identity = identity();
        Workload sender = identity.workload();
        if (shared && sender != null) {
            points.replaceAll(point -> about(sender, point));
        }
        return new TargetPoints(
                target,
                resource.view(),
                resource.address(),
                shared ? TargetIdentity.OF_MANY : identity,
                List.copyOf(seenNanos),
                points);
    }

    /** The point, with the sender as the node of its fact if no other is told. */
    private static MetricPoint about(Workload sender, MetricPoint point) {
        if (point.meaning() instanceof SeriesMeaning.OfFact fact && fact.node() == null) {
            return new MetricPoint(
                    point.series(),
                    new SeriesMeaning.OfFact(fact.kind(), fact.detail(), sender.node(), fact.peer()),
                    point.temporality(),
                    point.startNanos(),
                    point.timeNanos(),
                    point.reading());
        }
        return point;
    }

    List<UnusablePoints> unusable() {
        Workload workload = identity().workload();
        Node node = workload == null ? resource.address() : workload.node();
        long timeMillis = seenNanos.isEmpty() ? 0 : seenNanos.last() / NANOS_PER_MILLI;
        List<UnusablePoints> all = new ArrayList<>();
        unusable.forEach((reason, count) -> all.add(new UnusablePoints(node, reason, timeMillis, count)));
        return all;
    }

    private TargetIdentity identity() {
        TargetIdentity fromResource = resource.identity();
        if (standsForMany || own.size() > 1 || fromResource.evidence() == TargetIdentity.Evidence.SHARED) {
            return TargetIdentity.OF_MANY;
        }
        @Nullable Workload only = own.isEmpty() ? null : own.values().iterator().next();
        return only == null ? fromResource : TargetIdentity.ofLabels(only);
    }
}
