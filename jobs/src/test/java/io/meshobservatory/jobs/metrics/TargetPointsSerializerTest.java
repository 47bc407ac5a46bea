/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.ExplicitBuckets;
import io.meshobservatory.core.metric.ExponentialBuckets;
import io.meshobservatory.core.metric.MetricPoint;
import io.meshobservatory.core.metric.Reading;
import io.meshobservatory.core.metric.SeriesId;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.TargetIdentity;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.metric.Temporality;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TargetPointsSerializerTest {
    private static final Node NODE = new Node("c", "shop", "cart", NodeKind.SERVICE);

    @Test
    @DisplayName("every kind of point survives, with and without what may be absent")
    void survivesAWriteAndARead() throws IOException {
        Edge edge = new Edge(NODE, "v1", Node.external("api.example.com"), "unknown", "http");
        Exchange alike = new Exchange(
                Outcome.FAILED_GRPC, "UF,URX", -1, -1, "", "rbac", ConnectionSecurity.MUTUAL_TLS, "spiffe://a", "");
        List<MetricPoint> points = new ArrayList<>();
        for (SeriesMeaning.Quantity quantity : SeriesMeaning.Quantity.values()) {
            points.add(point(
                    new SeriesMeaning.OfEdge(edge, Vantage.METRICS_WAYPOINT, alike, quantity),
                    Temporality.CUMULATIVE,
                    Reading.count(17)));
        }
        points.add(point(
                new SeriesMeaning.OfFact(FactKind.RBAC_DENIED, "http", null, null),
                Temporality.DELTA,
                Reading.latencies(5, new ExplicitBuckets(new double[] {1, 2.5}, new long[] {1, 2, 3}))));
        points.add(point(
                new SeriesMeaning.OfFact(FactKind.CERTIFICATE_EXPIRY, "", NODE, Node.external("x")),
                Temporality.LEVEL,
                Reading.level(1.5)));
        points.add(point(
                new SeriesMeaning.OfFact(FactKind.CERTIFICATE_EXPIRY, "", NODE, null),
                Temporality.DELTA,
                Reading.latencies(5, new ExponentialBuckets(-3, 4, -70, new long[] {1, 0, 3}))));
        for (TargetIdentity identity : List.of(
                TargetIdentity.UNKNOWN,
                TargetIdentity.OF_MANY,
                TargetIdentity.ofLabels(new Workload(NODE, "v2")),
                TargetIdentity.ofResource(new Workload(NODE, "unknown")))) {
            TargetPoints target = new TargetPoints(
                    "t", "15020 jobs", Alias.ofAddress("c", "10.0.0.1"), identity, List.of(1L, 2L), points);
            assertThat(reread(target)).isEqualTo(target);
        }
        TargetPoints none = TargetPointsSerializer.INSTANCE.createInstance();
        assertThat(reread(none)).isEqualTo(none);
    }

    @Test
    @DisplayName("an unknown format is an error")
    void refusesAnotherFormat() {
        assertThatThrownBy(() ->
                        TargetPointsSerializer.INSTANCE.deserialize(new DataInputDeserializer(new byte[] {7, 0, 0})))
                .isInstanceOf(IOException.class)
                .hasMessage("points of a target in format 7 (expected: 2)");
    }

    private static MetricPoint point(SeriesMeaning meaning, Temporality temporality, Reading reading) {
        return new MetricPoint(new SeriesId(3, -4), meaning, temporality, 5, 6, reading);
    }

    private static TargetPoints reread(TargetPoints points) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TargetPointsSerializer.INSTANCE.serialize(points, out);
        return TargetPointsSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
