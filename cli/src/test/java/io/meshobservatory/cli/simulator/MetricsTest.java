/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.proxy.Reporter;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters carry what happened, to the call. */
class MetricsTest {
    private static final Duration LENGTH = Duration.ofMinutes(4);

    @ParameterizedTest
    @ValueSource(
            strings = {"bookinfo", "shop", "storm", "ambient", "two-clusters", "security-platform", "threat-modelling"})
    @DisplayName("without restarts the increases carry every request, as the access logs tell")
    void metricsCarryEveryRequest(String name) {
        SimulatedTruth truth =
                Simulations.run(withAll(Simulations.scenario(name)), 3, LENGTH).truth();
        long compared = 0;
        for (Map.Entry<SimulatedEdge, EdgeTruth> edge : truth.edges().entrySet()) {
            EdgeTruth.Told counted = edge.getValue().metrics().get(Reporter.SOURCE);
            EdgeTruth.Told logged = edge.getValue().logs().get(Reporter.SOURCE);
            if (counted == null) {
                assertThat(logged).as("%s", edge.getKey()).isNull();
                continue;
            }
            assertThat(counted.calls()).as("%s", edge.getKey()).isEqualTo(logged.calls());
            if (!edge.getKey().protocol().equals("grpc")) {
                assertThat(counted.errors()).as("%s", edge.getKey()).isEqualTo(logged.errors());
            }
            assertThat(counted.connections()).as("%s", edge.getKey()).isEqualTo(logged.connections());
            compared += counted.calls() + counted.connections();
        }
        assertThat(compared).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metrics: { known_series: false }",
                "metrics: { interval_s: 7 }",
                "metrics: { via: envoy_sink }",
                "metrics: { via: envoy_sink, temporality: delta }"
            })
    @DisplayName("who reads the points alone comes to the sums of the truth, restarts or not")
    void pointsSumUpToTheTruth(String metrics) throws ScenarioException {
        for (String restarts : List.of(
                "", "restarts: { every_s: 60, renamed: true },", "restarts: { every_s: 60, renamed: false },")) {
            String yaml =
                    Simulations.STORM.replace("name: back\n", "name: back\n    " + restarts.replace("},", "}") + "\n")
                            + metrics + "\n";
            Scenario scenario = withAll(Simulations.read(yaml));
            Simulations.Run run = Simulations.run(scenario, 5, LENGTH);

            assertThat(read(run.requests())).as("%s %s", metrics, restarts).isEqualTo(told(run.truth()));
        }
    }

    @Test
    @DisplayName("a restart loses calls, and the truth says how many are left")
    void restartsLoseCalls() throws ScenarioException {
        String yaml = Simulations.STORM.replace("name: back\n", "name: back\n    restarts: { every_s: 60 }\n");
        SimulatedTruth truth =
                Simulations.run(withAll(Simulations.read(yaml)), 5, LENGTH).truth();
        EdgeTruth edge = truth.edges().entrySet().stream()
                .filter(each -> each.getKey().source().name().equals("front")
                        && each.getKey().destination().name().equals("back"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        assertThat(edge.metrics().get(Reporter.DESTINATION).calls())
                .isPositive()
                .isLessThan(edge.logs().get(Reporter.DESTINATION).calls());
    }

    @Test
    @DisplayName("a scrape has Istio's names, labels and bounds, and the resource of the scrape job")
    void aScrapeLooksAsARealOne() {
        Metric requests = metric("istio_requests_total");
        assertThat(requests.getSum().getIsMonotonic()).isTrue();
        assertThat(requests.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        NumberDataPoint point = requests.getSum().getDataPointsList().stream()
                .filter(each -> labels(each).get("reporter").equals("destination"))
                .findFirst()
                .orElseThrow();
        assertThat(point.getStartTimeUnixNano()).isZero();
        assertThat(labels(point).keySet())
                .containsExactlyInAnyOrder(
                        "reporter",
                        "source_workload",
                        "source_workload_namespace",
                        "source_principal",
                        "source_app",
                        "source_version",
                        "source_cluster",
                        "source_canonical_service",
                        "source_canonical_revision",
                        "destination_workload",
                        "destination_workload_namespace",
                        "destination_principal",
                        "destination_app",
                        "destination_version",
                        "destination_cluster",
                        "destination_canonical_service",
                        "destination_canonical_revision",
                        "destination_service",
                        "destination_service_name",
                        "destination_service_namespace",
                        "request_protocol",
                        "response_code",
                        "response_flags",
                        "connection_security_policy");
        assertThat(labels(point))
                .containsEntry("connection_security_policy", "mutual_tls")
                .hasEntrySatisfying(
                        "source_principal",
                        principal -> assertThat(principal).startsWith("spiffe://cluster.local/ns/"));
        HistogramDataPoint duration =
                metric("istio_request_duration_milliseconds").getHistogram().getDataPoints(0);
        assertThat(duration.getExplicitBoundsList())
                .hasSize(19)
                .startsWith(0.5, 1.0, 5.0, 10.0)
                .endsWith(3_600_000.0);
        assertThat(duration.getBucketCountsList().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(duration.getCount());
    }

    @Test
    @DisplayName("the caller's proxy never tells the security of a connection; of nobody known it tells unknown")
    void reportersTellWhatTheyKnow() {
        List<Map<String, String>> points = all(
                        Simulations.run(Simulations.scenario("shop").withSignals(EnumSet.of(Signal.METRICS)), 1, LENGTH)
                                .requests(),
                        "istio_requests_total")
                .stream()
                .map(MetricsTest::labels)
                .toList();
        assertThat(points.stream().filter(labels -> labels.get("reporter").equals("source")))
                .isNotEmpty()
                .allSatisfy(labels -> assertThat(labels).containsEntry("connection_security_policy", "unknown"));
        assertThat(points)
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("source_workload", "unknown")
                        .containsEntry("source_canonical_revision", "latest")
                        .containsEntry("connection_security_policy", "none"))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("request_protocol", "grpc")
                        .containsEntry("grpc_response_status", "0"))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("destination_service", "api.payments.example.com")
                        .containsEntry("destination_workload", "unknown"));
    }

    @Test
    @DisplayName("Envoy's own sink has another name, empty labels, and no scrape job")
    void theSinkLooksOtherwise() throws ScenarioException {
        Scenario scenario = Simulations.read(Simulations.STORM + "metrics: { via: envoy_sink, temporality: delta }\n")
                .withSignals(EnumSet.of(Signal.METRICS));
        List<SimulatedRequest> requests = Simulations.arriving(scenario, 1, Duration.ofMinutes(1));
        NumberDataPoint point =
                all(requests, "istiocustom.istio_requests_total").get(0);
        assertThat(labels(point)).containsEntry("grpc_response_status", "");
        assertThat(point.getTimeUnixNano() - point.getStartTimeUnixNano()).isEqualTo(15_000_000_000L);
        assertThat(resource(requests.get(0).message()))
                .containsEntry("telemetry.sdk.name", "envoy")
                .containsKey("k8s.pod.name")
                .doesNotContainKey("service.name");
    }

    @Test
    @DisplayName("ztunnel counts connections only, by both sides")
    void ztunnelCountsConnections() {
        Scenario scenario = Simulations.scenario("ambient").withSignals(EnumSet.of(Signal.METRICS));
        List<SimulatedRequest> requests = Simulations.arriving(scenario, 1, Duration.ofMinutes(1));
        assertThat(all(requests, "istio_tcp_connections_opened_total").stream().map(MetricsTest::labels))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("reporter", "source")
                        .containsEntry("source_canonical_service", "ratings")
                        .containsEntry("destination_canonical_service", "mongodb")
                        .containsEntry("connection_security_policy", "mutual_tls")
                        .doesNotContainKey("response_code"))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("destination_canonical_service", "waypoint")
                        .containsEntry("destination_service", "reviews.bookinfo.svc.cluster.local"));
        assertThat(all(requests, "istio_requests_total").stream().map(MetricsTest::labels))
                .extracting(labels -> labels.get("reporter"))
                .contains("waypoint", "source")
                .doesNotContain("destination");
    }

    private static Scenario withAll(Scenario scenario) {
        return scenario.withSignals(EnumSet.allOf(Signal.class));
    }

    private static Metric metric(String name) {
        Scenario scenario = Simulations.scenario("bookinfo").withSignals(EnumSet.of(Signal.METRICS));
        for (SimulatedRequest request : Simulations.arriving(scenario, 1, Duration.ofMinutes(1))) {
            assertThat(resource(request.message()))
                    .containsEntry("service.name", "kubernetes-pods")
                    .hasEntrySatisfying(
                            "service.instance.id", id -> assertThat(id).endsWith(":15020"));
            for (Metric metric : metrics(request)) {
                boolean destination = metric.hasHistogram()
                        || metric.getSum().getDataPointsList().stream()
                                .anyMatch(point ->
                                        "destination".equals(labels(point).get("reporter")));
                if (metric.getName().equals(name) && destination) {
                    return metric;
                }
            }
        }
        throw new AssertionError("no metric " + name);
    }

    private static Map<String, String> resource(com.google.protobuf.Message message) {
        return Simulations.attributes(((ExportMetricsServiceRequest) message)
                .getResourceMetrics(0)
                .getResource()
                .getAttributesList());
    }

    private static List<Metric> metrics(SimulatedRequest request) {
        return ((ExportMetricsServiceRequest) request.message())
                .getResourceMetrics(0)
                .getScopeMetrics(0)
                .getMetricsList();
    }

    private static List<NumberDataPoint> all(List<SimulatedRequest> requests, String name) {
        return requests.stream()
                .flatMap(request -> metrics(request).stream())
                .filter(metric -> metric.getName().equals(name))
                .flatMap(metric -> metric.getSum().getDataPointsList().stream())
                .toList();
    }

    private static Map<String, String> labels(NumberDataPoint point) {
        return Simulations.attributes(point.getAttributesList());
    }

    /** Sums of the truth by reporter, source and destination: requests. */
    private static Map<String, Long> told(SimulatedTruth truth) {
        Map<String, Long> sums = new TreeMap<>();
        truth.edges()
                .forEach((edge, happened) -> happened.metrics().forEach((reporter, told) -> {
                    if (told.calls() > 0) {
                        String key = reporter.label() + " " + edge.source().name() + " "
                                + edge.destination().name() + " " + edge.protocol();
                        sums.merge(key, told.calls(), Long::sum);
                    }
                }));
        return sums;
    }

    /** The same from the points alone, by the plainest reading. */
    private static Map<String, Long> read(List<SimulatedRequest> requests) {
        Map<String, Long> sums = new TreeMap<>();
        Map<String, Double> last = new HashMap<>();
        Set<String> seenTargets = new HashSet<>();
        for (SimulatedRequest request : requests) {
            if (request.signal() != OtlpSignal.METRICS) {
                continue;
            }
            ResourceMetrics resource = ((ExportMetricsServiceRequest) request.message()).getResourceMetrics(0);
            String target = Simulations.attributes(resource.getResource().getAttributesList())
                    .get("k8s.pod.name");
            boolean seen = !seenTargets.add(target);
            for (Metric metric : metrics(request)) {
                if (!metric.getName().endsWith("istio_requests_total")) {
                    continue;
                }
                boolean delta = metric.getSum().getAggregationTemporality()
                        == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
                for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
                    if (point.getFlags() == 1) {
                        continue;
                    }
                    Map<String, String> labels = labels(point);
                    Double before = last.put(target + labels, point.getAsDouble());
                    double base = before == null || point.getAsDouble() < before ? 0 : before;
                    double increase = delta ? point.getAsDouble() : point.getAsDouble() - base;
                    if (increase > 0 && (seen || delta)) {
                        sums.merge(edge(labels), Math.round(increase), Long::sum);
                    }
                }
            }
        }
        return sums;
    }

    private static String edge(Map<String, String> labels) {
        String destination = labels.get("destination_canonical_service");
        if (destination.equals("unknown")) {
            destination = labels.get("destination_service_name");
        }
        return labels.get("reporter") + " " + labels.get("source_canonical_service") + " " + destination + " "
                + labels.get("request_protocol");
    }
}
