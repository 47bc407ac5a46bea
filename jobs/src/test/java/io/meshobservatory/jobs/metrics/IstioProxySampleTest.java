/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshobservatory.connectors.otlp.metrics.DecodedMetrics;
import io.meshobservatory.connectors.otlp.metrics.MetricDecoder;
import io.meshobservatory.connectors.otlp.metrics.MetricTimes;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.TargetCounter;
import io.meshobservatory.core.metric.TargetResults;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeWindows;
import io.meshobservatory.core.window.WindowSize;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two scrapes of a real Istio sidecar, fifteen seconds apart, each counter ten times as great in the second. */
class IstioProxySampleTest {
    private static final long FIRST_SCRAPE = 1_636_744_490_000L;
    private static final long SECOND_SCRAPE = 1_636_744_505_000L;
    private static final long LATENESS = 120_000;
    private static final Node PRODUCTPAGE = new Node("Kubernetes", "default", "productpage", NodeKind.SERVICE);
    private static final Node REVIEWS = new Node("Kubernetes", "default", "reviews", NodeKind.SERVICE);
    private static final Edge EDGE = new Edge(PRODUCTPAGE, "v1", REVIEWS, "v1", "http");

    @Test
    @DisplayName("it gives its one edge, with nine calls, bytes, latency, identities, and facts")
    void givesItsEdge() throws Exception {
        List<byte[]> scrapes = scrapes();
        assertThat(scrapes).extracting(MetricTimes::latestMillis).containsExactly(FIRST_SCRAPE, SECOND_SCRAPE);
        TargetCounter counter = new TargetCounter();
        TargetResults first = count(counter, scrapes.get(0), FIRST_SCRAPE + 9_999);
        assertThat(first.deltas()).isEmpty();
        TargetResults second = count(counter, scrapes.get(1), SECOND_SCRAPE + 4_999);

        assertThat(second.unusable()).isEmpty();
        assertThat(second.deltas()).extracting(EdgeDelta::edge).containsOnly(EDGE);
        EdgeRow row = hour(second.deltas());
        assertThat(row.edge()).isEqualTo(EDGE);
        assertThat(row.traffic().calls()).isEqualTo(9);
        assertThat(row.traffic().outcomes().errors()).isZero();
        assertThat(row.traffic().requestBytes()).isEqualTo(9 * 545);
        assertThat(row.traffic().responseBytes()).isEqualTo(9 * 2150);
        assertThat(row.security().mtls()).isEqualTo("mutual");
        assertThat(row.security().mutualTls()).isEqualTo(9);
        assertThat(row.security().sourcePrincipal())
                .isEqualTo("spiffe://cluster.local/ns/default/sa/bookinfo-productpage");
        assertThat(row.security().destinationPrincipal())
                .isEqualTo("spiffe://cluster.local/ns/default/sa/bookinfo-reviews");
        assertThat(row.client()).isNull();
        assertThat(row.server()).isNotNull();
        assertThat(row.server().calls()).isEqualTo(9);
        assertThat(row.server().meanMillis()).isCloseTo(1050, within(1e-6));
        assertThat(row.server().p50Millis()).as("somewhere in the bucket").isBetween(1000.0, 2500.0);
        assertThat(row.firstSeenMillis()).isBetween(FIRST_SCRAPE, SECOND_SCRAPE - 1);
        assertThat(row.lastSeenMillis()).isEqualTo(SECOND_SCRAPE - 1);
        assertThat(second.deltas().stream()
                        .mapToLong(delta -> delta.changes().calls())
                        .sum())
                .as("three windows share them")
                .isEqualTo(9);
    }

    @Test
    @DisplayName("its facts are about the workload that its series name, and so is its address")
    void givesItsFacts() throws Exception {
        TargetResults first = count(new TargetCounter(), scrapes().get(0), FIRST_SCRAPE + 9_999);
        assertThat(first.facts())
                .containsExactly(new Fact(REVIEWS, null, FactKind.HEALTHY_HOSTS, "xds-grpc", FIRST_SCRAPE - 1, 1));
        assertThat(first.aliases()).singleElement().satisfies(alias -> {
            assertThat(alias.name()).isEqualTo(Alias.ofAddress("Kubernetes", "10.0.0.10"));
            assertThat(alias.workload().node()).isEqualTo(REVIEWS);
            assertThat(alias.workload().version()).isEqualTo("v1");
        });
    }

    @Test
    @DisplayName("most of its series tell nothing of the mesh")
    void passesOverTheRest() throws Exception {
        DecodedMetrics decoded = new MetricDecoder().decode(scrapes().get(0));
        assertThat(decoded.targets()).hasSize(1);
        assertThat(decoded.unusable()).isEmpty();
        assertThat(decoded.passedOver()).isGreaterThan(200);
    }

    private static TargetResults count(TargetCounter counter, byte[] scrape, long nowMillis) throws Exception {
        return counter.process(new MetricDecoder().decode(scrape).targets(), nowMillis, LATENESS);
    }

    private static EdgeRow hour(List<EdgeDelta> deltas) {
        EdgeWindows windows = new EdgeWindows();
        for (EdgeDelta delta : deltas) {
            windows.merge(delta.windowStartMillis(), Versions.of(delta.edge()), delta.vantage(), delta.changes());
        }
        List<EdgeRow> rows = new ArrayList<>();
        windows.advance(SECOND_SCRAPE + 3_600_000, 7_200_000, EDGE.relation(), rows::add);
        return rows.stream()
                .filter(row -> row.windowSize() == WindowSize.ONE_HOUR)
                .findFirst()
                .orElseThrow();
    }

    private static List<byte[]> scrapes() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(recording()))) {
            while (in.available() > 0) {
                frames.add(in.readNBytes(in.readInt()));
            }
        }
        assertThat(frames).hasSize(2);
        return frames;
    }

    private static Path recording() {
        String name = "samples/istio-proxy-metrics.otlp";
        String configured = System.getenv("OBSERVATORY_TEST_DATA");
        Path found = configured == null ? null : Path.of(configured, name);
        for (Path folder = Path.of("").toAbsolutePath(); found == null && folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/data").resolve(name);
            found = Files.exists(file) ? file : null;
        }
        assumeTrue(
                found != null && Files.exists(found),
                "skipped: recording " + name + " not found; set OBSERVATORY_TEST_DATA");
        return found;
    }
}
