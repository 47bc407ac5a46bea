/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import java.util.List;
import java.util.TreeSet;

/** Makes points for tests; times are in seconds after a full hour. */
final class Points {
    /** Start of an hour. */
    static final long HOUR_MILLIS = 1_700_002_800_000L;

    static final Edge EDGE = new Edge(service("a"), "v1", service("b"), "v1", "http");

    private Points() {}

    static Node service(String name) {
        return new Node("c", "ns", name, NodeKind.SERVICE);
    }

    static long nanos(double seconds) {
        return HOUR_MILLIS * 1_000_000 + Math.round(seconds * 1e9);
    }

    static SeriesMeaning of(SeriesMeaning.Quantity quantity) {
        return new SeriesMeaning.OfEdge(EDGE, Vantage.METRICS_DESTINATION, Exchange.of(Outcome.OK), quantity);
    }

    static MetricPoint cumulative(String series, double startSeconds, double seconds, long value) {
        return point(series, Temporality.CUMULATIVE, startSeconds, seconds, Reading.count(value));
    }

    static MetricPoint delta(String series, double startSeconds, double seconds, long value) {
        return point(series, Temporality.DELTA, startSeconds, seconds, Reading.count(value));
    }

    /** @param startSeconds negative where the start is not told */
    static MetricPoint point(
            String series, Temporality temporality, double startSeconds, double seconds, Reading reading) {
        SeriesMeaning.Quantity quantity =
                reading.buckets() == null ? SeriesMeaning.Quantity.CALLS : SeriesMeaning.Quantity.LATENCIES;
        return new MetricPoint(
                SeriesId.of(series),
                of(quantity),
                temporality,
                startSeconds < 0 ? 0 : nanos(startSeconds),
                nanos(seconds),
                reading);
    }

    static MetricPoint level(FactKind kind, double seconds, double level) {
        return new MetricPoint(
                SeriesId.of(kind.label()),
                new SeriesMeaning.OfFact(kind, "", null, null),
                Temporality.LEVEL,
                0,
                nanos(seconds),
                Reading.level(level));
    }

    /** What one export tells. */
    static TargetPoints export(MetricPoint... points) {
        TreeSet<Long> seen = new TreeSet<>();
        for (MetricPoint point : points) {
            seen.add(point.timeNanos());
        }
        return export(List.copyOf(seen), List.of(points));
    }

    static TargetPoints export(List<Long> seen, List<MetricPoint> points) {
        return view("", seen, points);
    }

    /** What one export of one of a target's views tells. */
    static TargetPoints view(String view, MetricPoint... points) {
        TargetPoints all = export(points);
        return view(view, all.seenNanos(), all.points());
    }

    private static TargetPoints view(String view, List<Long> seen, List<MetricPoint> points) {
        return new TargetPoints("target", view, Alias.ofAddress("c", "10.0.0.1"), TargetIdentity.UNKNOWN, seen, points);
    }
}
