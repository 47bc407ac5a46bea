/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.MetricPoint;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.SeriesMeaning.Quantity;
import io.meshobservatory.core.metric.TargetIdentity;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.metric.Temporality;
import io.meshobservatory.core.metric.UnusableReason;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Workload;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IstioMetricsTest {
    private static final String SIDES = "source_workload=productpage-v1,source_workload_namespace=default,"
            + "source_canonical_service=productpage,source_canonical_revision=v1,source_cluster=Kubernetes,"
            + "destination_workload=reviews-v2,destination_workload_namespace=default,"
            + "destination_canonical_service=reviews,destination_canonical_revision=v2,"
            + "destination_cluster=Kubernetes,destination_service=reviews.default.svc.cluster.local,"
            + "destination_service_name=reviews,destination_service_namespace=default,";
    private static final String HTTP = SIDES + "request_protocol=http,response_flags=-,";
    private static final Node PRODUCTPAGE = new Node("Kubernetes", "default", "productpage", NodeKind.SERVICE);
    private static final Node REVIEWS = new Node("Kubernetes", "default", "reviews", NodeKind.SERVICE);

    @Test
    @DisplayName("requests as the destination reports them")
    void requestsOfDestination() {
        SeriesMeaning.OfEdge edge = edge(Requests.scrape("10.0.0.1")
                .counter(
                        "istio_requests_total",
                        5,
                        HTTP + "reporter=destination,response_code=404,connection_security_policy=mutual_tls,"
                                + "source_principal=spiffe://td/ns/default/sa/pp,destination_principal=unknown"));
        assertThat(edge.edge().source()).isEqualTo(PRODUCTPAGE);
        assertThat(edge.edge().sourceVersion()).isEqualTo("v1");
        assertThat(edge.edge().destination()).isEqualTo(REVIEWS);
        assertThat(edge.edge().destinationVersion()).isEqualTo("v2");
        assertThat(edge.edge().protocol()).isEqualTo("http");
        assertThat(edge.vantage()).isEqualTo(Vantage.METRICS_DESTINATION);
        assertThat(edge.quantity()).isEqualTo(Quantity.CALLS);
        assertThat(edge.alike().outcome()).isEqualTo(Outcome.REJECTED_HTTP_4XX);
        assertThat(edge.alike().security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(edge.alike().sourcePrincipal()).isEqualTo("spiffe://td/ns/default/sa/pp");
        assertThat(edge.alike().destinationPrincipal()).isEmpty();
    }

    @Test
    @DisplayName("Envoy's sink writes a prefix, empty labels and no resource; the start tells senders apart")
    void requestsOfEnvoySink() {
        Requests sink = new Requests()
                .resource("telemetry.sdk.name", "envoy")
                .start(1_000_000_000L)
                .counter(
                        "istiocustom.istio_requests_total",
                        5,
                        HTTP + "reporter=source,response_code=200,grpc_response_status=,response_flags=UO,"
                                + "connection_security_policy=unknown");
        TargetPoints target = onlyTarget(sink);
        assertThat(target.identity()).isEqualTo(TargetIdentity.ofLabels(new Workload(PRODUCTPAGE, "v1")));
        SeriesMeaning.OfEdge edge =
                (SeriesMeaning.OfEdge) target.points().get(0).meaning();
        assertThat(edge.vantage()).isEqualTo(Vantage.METRICS_SOURCE);
        assertThat(edge.alike().outcome()).isEqualTo(Outcome.OK);
        assertThat(edge.alike().security()).isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(edge.alike().responseFlags()).isEqualTo("UO");
        TargetPoints other = onlyTarget(new Requests()
                .start(2_000_000_000L)
                .counter("istiocustom.istio_requests_total", 5, HTTP + "reporter=source,response_code=200"));
        assertThat(other.target()).isNotEqualTo(target.target());
    }

    @Test
    @DisplayName("without resource and start, cumulative values of several senders cannot be followed, but deltas can")
    void refusesSendersThatCannotBeToldApart() {
        DecodedMetrics decoded = new Requests()
                .counter("istiocustom.istio_requests_total", 5, HTTP + "reporter=source,response_code=200")
                .delta("istiocustom.istio_requests_total", 5, HTTP + "reporter=source,response_code=503")
                .decode();
        assertThat(decoded.unusable())
                .extracting(UnusablePoints::reason)
                .containsExactly(UnusableReason.NO_TARGET_IDENTITY);
        assertThat(decoded.targets())
                .flatExtracting(TargetPoints::points)
                .extracting(MetricPoint::temporality)
                .containsExactly(Temporality.DELTA);
    }

    @Test
    @DisplayName("deltas of namelesssenders are one target, and each request's facts are about its own sender")
    void deltasOfNamelessSenders() {
        TargetPoints first = onlyTarget(new Requests()
                .start(1_000_000_000L)
                .delta("istiocustom.istio_requests_total", 5, HTTP + "reporter=source,response_code=503")
                .delta("http.rbac", 2, "authz_enforce_result=denied"));
        TargetPoints second = onlyTarget(new Requests()
                .start(2_000_000_000L)
                .delta("istiocustom.istio_requests_total", 5, HTTP + "reporter=source,response_code=503"));
        assertThat(second.target()).isEqualTo(first.target());
        assertThat(first.identity()).isEqualTo(TargetIdentity.OF_MANY);
        assertThat(((SeriesMeaning.OfFact) first.points().get(1).meaning()).node())
                .isEqualTo(PRODUCTPAGE);
    }

    @Test
    @DisplayName("gRPC status beats HTTPstatus, and an injected fault beats both")
    void outcomes() {
        String grpc = SIDES + "request_protocol=grpc,reporter=source,response_code=200,";
        assertThat(outcome(grpc + "response_flags=-,grpc_response_status=14")).isEqualTo(Outcome.FAILED_GRPC);
        assertThat(outcome(grpc + "response_flags=-,grpc_response_status=0")).isEqualTo(Outcome.OK);
        assertThat(outcome(grpc + "response_flags=FI,grpc_response_status=14")).isEqualTo(Outcome.FAULT_INJECTED);
        assertThat(outcome(HTTP + "reporter=source,response_code=0")).isEqualTo(Outcome.FAILED_NO_RESPONSE);
        assertThat(outcome(HTTP + "reporter=source")).isEqualTo(Outcome.UNSET);
    }

    @Test
    @DisplayName("bytes are the sums of histograms, latencies their buckets")
    void histograms() {
        TargetPoints target = onlyTarget(Requests.scrape("10.0.0.1")
                .histogram(
                        "istio_request_bytes",
                        545,
                        List.of(500.0, 1000.0),
                        List.of(0L, 1L, 0L),
                        HTTP + "reporter=destination")
                .histogram(
                        "istio_response_bytes", 2150, List.of(1000.0), List.of(0L, 1L), HTTP + "reporter=destination")
                .histogram(
                        "istio_request_duration_milliseconds",
                        1050.5,
                        List.of(1000.0, 2500.0),
                        List.of(0L, 1L, 0L),
                        HTTP + "reporter=destination"));
        assertThat(target.points())
                .extracting(point -> ((SeriesMeaning.OfEdge) point.meaning()).quantity())
                .containsExactly(Quantity.REQUEST_BYTES, Quantity.RESPONSE_BYTES, Quantity.LATENCIES);
        assertThat(target.points())
                .extracting(point -> point.reading().amount())
                .containsExactly(545L, 2150L, 1_050_500_000L);
        assertThat(target.points().get(2).reading().buckets()).isNotNull();
    }

    @Test
    @DisplayName("an exponential histogram is read as well")
    void exponentialHistogram() {
        TargetPoints target = onlyTarget(Requests.scrape("10.0.0.1")
                .add(Metric.newBuilder()
                        .setName("istio_request_duration_milliseconds")
                        .setExponentialHistogram(ExponentialHistogram.newBuilder()
                                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                                .addDataPoints(ExponentialHistogramDataPoint.newBuilder()
                                        .setTimeUnixNano(Requests.TIME_NANOS)
                                        .setCount(3)
                                        .setSum(100)
                                        .setScale(2)
                                        .setPositive(ExponentialHistogramDataPoint.Buckets.newBuilder()
                                                .setOffset(3)
                                                .addBucketCounts(1)
                                                .addBucketCounts(2))
                                        .addAllAttributes(Requests.attributes(HTTP + "reporter=source"))))));
        assertThat(target.points()).singleElement().satisfies(point -> {
            assertThat(point.temporality()).isEqualTo(Temporality.DELTA);
            assertThat(point.reading().buckets()).isNotNull();
            assertThat(point.reading().buckets().count()).isEqualTo(3);
        });
    }

    @Test
    @DisplayName("a destination outside the mesh is named by its host, one that is not routed too")
    void destinationsWithoutAWorkload() {
        String from = "reporter=source,source_workload_namespace=default,source_canonical_service=productpage,"
                + "source_cluster=Kubernetes,destination_workload=unknown,destination_canonical_service=unknown,"
                + "destination_cluster=unknown,request_protocol=http,response_code=200,";
        assertThat(destination(from + "destination_service=Api.Example.com:443,"
                        + "destination_service_name=PassthroughCluster"))
                .isEqualTo(Node.external("api.example.com"));
        assertThat(destination(from + "destination_service=unknown,destination_service_name=BlackHoleCluster"))
                .isEqualTo(Node.external("BlackHoleCluster"));
        assertThat(destination(from + "destination_service=legacy.shop.svc.cluster.local,"
                        + "destination_service_name=legacy"))
                .isEqualTo(new Node("Kubernetes", "shop", "legacy", NodeKind.SERVICE));
        assertThat(destination(from + "destination_service=api.example.com,destination_service_name=api.example.com"))
                .isEqualTo(Node.external("api.example.com"));
    }

    @Test
    @DisplayName("an unknown caller is one node per cluster, a gateway is a gateway")
    void callers() {
        String to = "reporter=destination,destination_workload_namespace=default,"
                + "destination_canonical_service=reviews,destination_cluster=Kubernetes,request_protocol=http,"
                + "response_code=200,";
        assertThat(source(to + "source_workload=unknown,source_canonical_service=unknown,source_cluster=unknown"))
                .isEqualTo(new Node("Kubernetes", "unknown", "unknown", NodeKind.UNKNOWN));
        assertThat(source(to + "source_workload_namespace=istio-system,source_canonical_service=istio-ingressgateway,"
                        + "source_cluster=Kubernetes"))
                .isEqualTo(new Node("Kubernetes", "istio-system", "istio-ingressgateway", NodeKind.GATEWAY));
        assertThat(source(to + "source_workload_namespace=shop,source_canonical_service=api-gateway,"
                        + "source_cluster=Kubernetes"))
                .as("an application of that name")
                .isEqualTo(new Node("Kubernetes", "shop", "api-gateway", NodeKind.SERVICE));
    }

    @Test
    @DisplayName("two clusters are both named")
    void clusters() {
        SeriesMeaning.OfEdge edge = edge(Requests.scrape("10.0.0.1")
                .counter(
                        "istio_requests_total",
                        1,
                        "reporter=source,source_cluster=east,source_workload_namespace=a,source_canonical_service=x,"
                                + "destination_cluster=west,destination_workload_namespace=b,"
                                + "destination_canonical_service=y,request_protocol=http,response_code=200"));
        assertThat(edge.edge().source().cluster()).isEqualTo("east");
        assertThat(edge.edge().destination().cluster()).isEqualTo("west");
    }

    @Test
    @DisplayName("ztunnel speaks for many, and says unknown where it saw plain text")
    void ztunnel() {
        String tcp = SIDES + "request_protocol=tcp,response_flags=-,";
        DecodedMetrics decoded = Requests.scrape("10.0.0.9")
                .gauge("istio_build", 1, "component=ztunnel,tag=1.24")
                .counter(
                        "istio_tcp_connections_opened_total",
                        3,
                        tcp + "reporter=destination,connection_security_policy=unknown")
                .counter(
                        "istio_tcp_connections_closed_total",
                        2,
                        tcp + "reporter=source,connection_security_policy=mutual_tls")
                .counter("istio_tcp_sent_bytes_total", 100, tcp + "reporter=destination")
                .counter("istio_tcp_received_bytes_total", 200, tcp + "reporter=destination")
                .counter(
                        "istio_tcp_connections_opened_total",
                        4,
                        tcp + "reporter=source,connection_security_policy=unknown,response_flags=DENY")
                .decode();
        TargetPoints target = decoded.targets().get(0);
        assertThat(target.identity()).isEqualTo(TargetIdentity.OF_MANY);
        List<SeriesMeaning.OfEdge> edges = edges(target);
        assertThat(edges).extracting(edge -> edge.edge().protocol()).containsOnly("tcp");
        assertThat(edges)
                .extracting(edge -> edge.alike().security())
                .containsExactly(
                        ConnectionSecurity.PLAIN_TEXT,
                        ConnectionSecurity.MUTUAL_TLS,
                        ConnectionSecurity.UNKNOWN,
                        ConnectionSecurity.UNKNOWN,
                        ConnectionSecurity.UNKNOWN);
        assertThat(edges)
                .extracting(SeriesMeaning.OfEdge::quantity)
                .containsExactly(
                        Quantity.CONNECTIONS_OPENED,
                        Quantity.CONNECTIONS_CLOSED,
                        Quantity.RESPONSE_BYTES,
                        Quantity.REQUEST_BYTES,
                        Quantity.CONNECTIONS_OPENED);
        assertThat(edges.get(4).alike().denial()).isEqualTo("rbac");
    }

    @Test
    @DisplayName("a waypoint reports on behalf of others, and is not its destination's proxy")
    void waypoint() {
        TargetPoints target = onlyTarget(Requests.scrape("10.0.0.7")
                .counter(
                        "istio_requests_total",
                        3,
                        HTTP + "reporter=waypoint,response_code=200,connection_security_policy=mutual_tls"));
        assertThat(target.identity()).isEqualTo(TargetIdentity.UNKNOWN);
        assertThat(edges(target).get(0).vantage()).isEqualTo(Vantage.METRICS_WAYPOINT);
        assertThat(edges(target).get(0).alike().security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
    }

    @Test
    @DisplayName("connections through waypoints and east-west gateways are no edges")
    void passingThrough() {
        DecodedMetrics decoded = Requests.scrape("10.0.0.9")
                .counter(
                        "istio_tcp_connections_opened_total",
                        3,
                        "reporter=source,source_canonical_service=productpage,source_workload_namespace=default,"
                                + "destination_canonical_service=waypoint,destination_workload_namespace=default")
                .counter(
                        "istio_tcp_connections_opened_total",
                        3,
                        "reporter=source,source_canonical_service=istio-eastwestgateway,"
                                + "source_workload_namespace=istio-system,destination_canonical_service=reviews")
                .decode();
        assertThat(decoded.targets().get(0).points()).isEmpty();
        assertThat(decoded.passedOver()).isEqualTo(2);
    }

    @Test
    @DisplayName("the address of a scraped proxy is that of its workload")
    void address() {
        TargetPoints target = onlyTarget(Requests.scrape("10.0.0.1")
                .counter("istio_requests_total", 3, HTTP + "reporter=destination,response_code=200"));
        assertThat(target.address()).isEqualTo(Alias.ofAddress("unknown", "10.0.0.1"));
        assertThat(target.identity()).isEqualTo(TargetIdentity.ofLabels(new Workload(REVIEWS, "v2")));
        assertThat(onlyTarget(Requests.scrape("127.0.0.1").counter("x", 1, ""))
                        .address()
                        .name())
                .isEqualTo("unknown");
    }

    @Test
    @DisplayName("other metrics only show that the target was read; what the scraper adds does not even show that")
    void otherMetrics() {
        TargetPoints target = onlyTarget(
                Requests.scrape("10.0.0.1").counter("go_goroutines", 3, "").gauge("up", 1, ""));
        assertThat(target.points()).isEmpty();
        assertThat(target.seenNanos()).containsExactly(Requests.TIME_NANOS);
        assertThat(onlyTarget(Requests.scrape("10.0.0.1").gauge("up", 0, "").gauge("scrape_duration_seconds", 1, ""))
                        .seenNanos())
                .isEmpty();
    }

    @Test
    @DisplayName("each unusable point has its reason")
    void unusable() {
        String requests = HTTP + "reporter=source,response_code=200";
        assertThat(reason(Requests.scrape("a").counter("istio_requests_total", 1, HTTP)))
                .isEqualTo(UnusableReason.UNKNOWN_REPORTER);
        assertThat(reason(Requests.scrape("a").counter("istio_requests_total", Double.NaN, requests)))
                .isEqualTo(UnusableReason.NOT_A_COUNT);
        assertThat(reason(Requests.scrape("a").counter("istio_requests_total", -1, requests)))
                .isEqualTo(UnusableReason.NOT_A_COUNT);
        assertThat(reason(Requests.scrape("a").gauge("istio_requests_total", 1, requests)))
                .isEqualTo(UnusableReason.UNEXPECTED_TYPE);
        assertThat(reason(Requests.scrape("a").counter("istio_request_bytes", 1, requests)))
                .isEqualTo(UnusableReason.UNEXPECTED_TYPE);
        assertThat(reason(Requests.scrape("a").time(0).counter("istio_requests_total", 1, requests)))
                .isEqualTo(UnusableReason.NO_TIME);
        assertThat(reason(Requests.scrape("a")
                        .sum(
                                "istio_requests_total",
                                1,
                                requests,
                                AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED)))
                .isEqualTo(UnusableReason.UNSPECIFIED_TEMPORALITY);
        assertThat(reason(Requests.scrape("a")
                        .histogram("istio_request_duration_milliseconds", 1, List.of(1.0), List.of(1L), requests)))
                .isEqualTo(UnusableReason.MALFORMED_HISTOGRAM);
    }

    @Test
    @DisplayName("counts that no proxy reaches are unusable, bytes are not")
    void enormousCounts() {
        String requests = HTTP + "reporter=source,response_code=200";
        long max = 1L << 46;
        assertThat(onlyTarget(Requests.scrape("a").counter("istio_requests_total", max, requests))
                        .points())
                .hasSize(1);
        assertThat(reason(Requests.scrape("a").counter("istio_requests_total", max + 1, requests)))
                .isEqualTo(UnusableReason.NOT_A_COUNT);
        assertThat(reason(Requests.scrape("a").counter("istio_tcp_connections_opened_total", max + 1, requests)))
                .isEqualTo(UnusableReason.NOT_A_COUNT);
        assertThat(onlyTarget(Requests.scrape("a").counter("istio_tcp_sent_bytes_total", max + 1, requests))
                        .points())
                .hasSize(1);
        assertThat(reason(Requests.scrape("a")
                        .histogram(
                                "istio_request_duration_milliseconds",
                                1,
                                List.of(1.0, 2.0),
                                List.of(0L, max + 1, 0L),
                                requests)))
                .isEqualTo(UnusableReason.MALFORMED_HISTOGRAM);
        assertThat(reason(Requests.scrape("a")
                        .histogram("istio_request_bytes", 1, List.of(1.0), List.of(0L, max + 1), requests)))
                .isEqualTo(UnusableReason.MALFORMED_HISTOGRAM);
    }

    @Test
    @DisplayName("labels that are too long are absent, but still tell series apart")
    void endlessLabels() {
        String endless = "x".repeat(70_000);
        String requests = HTTP + "reporter=source,source_principal=";
        Requests scrape = Requests.scrape("a").resource("version", endless);
        TargetPoints target = onlyTarget(scrape.counter("istio_requests_total", 1, requests + endless)
                .counter("istio_requests_total", 1, requests + endless + "y"));
        assertThat(edges(target))
                .extracting(edge -> edge.alike().sourcePrincipal())
                .containsExactly("", "");
        assertThat(target.points().get(0).series())
                .isNotEqualTo(target.points().get(1).series());
        assertThat(onlyTarget(Requests.scrape("a").resource("app", endless).gauge("envoy_server_live", 1, ""))
                        .identity())
                .isEqualTo(TargetIdentity.UNKNOWN);
    }

    @Test
    @DisplayName("both ports of a proxy of Istio are views of one target, and so are two jobs")
    void viewsOfOneProxy() {
        TargetPoints agent = onlyTarget(scrape("kubernetes-pods", "10.0.0.1", "15020"));
        TargetPoints envoy = onlyTarget(scrape("envoy-stats", "10.0.0.1", "15090"));
        TargetPoints other = onlyTarget(scrape("all-pods", "10.0.0.1", "15020"));
        assertThat(envoy.target()).isEqualTo(agent.target()).isEqualTo(other.target());
        assertThat(List.of(envoy.view(), agent.view(), other.view()))
                .containsExactly("15090 envoy-stats", "15020 kubernetes-pods", "15020 all-pods");
        assertThat(onlyTarget(scrape("kubernetes-pods", "10.0.0.2", "15020")).target())
                .isNotEqualTo(agent.target());
        TargetPoints plain = onlyTarget(scrape("kubernetes-pods", "10.0.0.1", "9901"));
        assertThat(plain.target()).isNotEqualTo(agent.target());
        assertThat(plain.view()).isEmpty();
        assertThat(onlyTarget(scrape("reviews", "localhost", "15020")).target())
                .isNotEqualTo(
                        onlyTarget(scrape("ratings", "localhost", "15020")).target());
    }

    private static Requests scrape(String job, String host, String port) {
        return new Requests()
                .resource("service.name", job)
                .resource("service.instance.id", host + ":" + port)
                .resource("server.address", host)
                .resource("server.port", port)
                .resource("url.scheme", port.equals("15090") ? "https" : "http")
                .counter("istio_requests_total", 1, HTTP + "reporter=source");
    }

    @Test
    @DisplayName("a staleness marker is no point")
    void staleness() {
        DecodedMetrics decoded = Requests.scrape("a")
                .stale("istio_requests_total", HTTP + "reporter=source,response_code=200")
                .decode();
        assertThat(decoded.unusable()).isEmpty();
        assertThat(decoded.passedOver()).isEqualTo(1);
        assertThat(decoded.targets().get(0).seenNanos()).isEmpty();
    }

    @Test
    @DisplayName("the order of labels does not make another series, nor another target")
    void orderOfLabels() {
        TargetPoints one =
                onlyTarget(Requests.scrape("a").counter("istio_requests_total", 1, HTTP + "reporter=source"));
        TargetPoints other = onlyTarget(new Requests()
                .resource("url.scheme", "http")
                .resource("service.instance.id", "a:15020")
                .resource("service.name", "kubernetes-pods")
                .counter("istio_requests_total", 1, "reporter=source," + HTTP));
        assertThat(other.target()).isEqualTo(one.target());
        assertThat(other.points().get(0).series()).isEqualTo(one.points().get(0).series());
    }

    private static Outcome outcome(String labels) {
        return edge(Requests.scrape("a").counter("istio_requests_total", 1, labels))
                .alike()
                .outcome();
    }

    private static Node destination(String labels) {
        return edge(Requests.scrape("a").counter("istio_requests_total", 1, labels))
                .edge()
                .destination();
    }

    private static Node source(String labels) {
        return edge(Requests.scrape("a").counter("istio_requests_total", 1, labels))
                .edge()
                .source();
    }

    private static UnusableReason reason(Requests requests) {
        DecodedMetrics decoded = requests.decode();
        assertThat(decoded.targets().get(0).points()).isEmpty();
        assertThat(decoded.unusable()).hasSize(1);
        return decoded.unusable().get(0).reason();
    }

    private static SeriesMeaning.OfEdge edge(Requests requests) {
        List<SeriesMeaning.OfEdge> edges = edges(onlyTarget(requests));
        assertThat(edges).hasSize(1);
        return edges.get(0);
    }

    private static List<SeriesMeaning.OfEdge> edges(TargetPoints target) {
        return target.points().stream()
                .map(point -> (SeriesMeaning.OfEdge) point.meaning())
                .toList();
    }

    private static TargetPoints onlyTarget(Requests requests) {
        List<TargetPoints> targets = requests.decode().targets();
        assertThat(targets).hasSize(1);
        return targets.get(0);
    }
}
