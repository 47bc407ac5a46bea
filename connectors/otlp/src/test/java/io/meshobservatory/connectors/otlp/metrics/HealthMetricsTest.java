/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.metric.MetricPoint;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.TargetPoints;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthMetricsTest {
    private static final String REVIEWS = "cluster_name=outbound|9080||reviews.default.svc.cluster.local";

    @ParameterizedTest
    @CsvSource({
        "envoy_cluster_outlier_detection_ejections_enforced_consecutive_5xx, OUTLIER_EJECTIONS, consecutive_5xx",
        "cluster.outlier_detection.ejections_enforced_success_rate, OUTLIER_EJECTIONS, success_rate",
        "envoy_cluster_upstream_rq_pending_overflow, UPSTREAM_OVERFLOW, rq_pending",
        "cluster.upstream_cx_overflow, UPSTREAM_OVERFLOW, cx",
        "myprefix.cluster.upstream_rq_retry_overflow, UPSTREAM_OVERFLOW, rq_retry",
        "envoy_cluster_upstream_cx_connect_fail, UPSTREAM_CONNECT_FAILURES, connect_fail",
        "envoy_cluster_ssl_fail_verify_san, TLS_HANDSHAKE_FAILURES, fail_verify_san",
        "cluster.ssl.connection_error, TLS_HANDSHAKE_FAILURES, connection_error",
        "cluster.ext_authz.denied, EXTERNAL_AUTHORIZATION_DENIED, ext_authz",
        "cluster.ratelimit.over_limit, RATE_LIMITED, ratelimit"
    })
    @DisplayName("counters of an upstream cluster, by both ways into OTLP")
    void clusterCounters(String name, FactKind kind, String detail) {
        for (String tag : new String[] {"", "envoy.", "envoy_"}) {
            SeriesMeaning.OfFact fact =
                    fact(Requests.scrape("10.0.0.1").counter(name, 3, tag + REVIEWS + ",namespace=default,app=pp"));
            assertThat(fact.kind()).isEqualTo(kind);
            assertThat(fact.detail()).isEqualTo(detail);
            assertThat(fact.peer()).isEqualTo(new Node("unknown", "default", "reviews", NodeKind.SERVICE));
            assertThat(fact.node()).isEqualTo(new Node("unknown", "default", "pp", NodeKind.SERVICE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "envoy_cluster_outlier_detection_ejections_active, OUTLIERS_EJECTED, ''",
        "envoy_cluster_circuit_breakers_default_rq_open, CIRCUIT_BREAKER_OPEN, default.rq_open",
        "cluster.circuit_breakers.high.cx_pool_open, CIRCUIT_BREAKER_OPEN, high.cx_pool_open",
        "envoy_cluster_membership_healthy, HEALTHY_HOSTS, ''"
    })
    @DisplayName("levels of an upstream cluster")
    void clusterLevels(String name, FactKind kind, String detail) {
        SeriesMeaning.OfFact fact = fact(Requests.scrape("10.0.0.1").gauge(name, 1, REVIEWS));
        assertThat(fact.kind()).isEqualTo(kind);
        assertThat(fact.detail()).isEqualTo(detail);
        assertThat(fact.node()).as("the proxy's own workload").isNull();
        assertThat(fact.peer()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "envoy_listener_ssl_fail_verify_no_cert, '', TLS_HANDSHAKE_FAILURES, fail_verify_no_cert",
        "listener.ssl.fail_verify_error, envoy.listener_address=0.0.0.0_8443, TLS_HANDSHAKE_FAILURES, fail_verify_error",
        "envoy_http_rbac, authz_enforce_result=denied, RBAC_DENIED, http",
        "http.rbac, authz_enforce_result=denied, RBAC_DENIED, http",
        "envoy_http_inbound_0_0_0_0_80_rbac, authz_dry_run_action=deny;authz_dry_run_result=denied, RBAC_SHADOW_DENIED, http",
        "envoy_http_rbac_denied, envoy_http_conn_manager_prefix=x, RBAC_DENIED, http",
        "http.rbac.istio_dry_run_allow_shadow_denied, '', RBAC_SHADOW_DENIED, http",
        "envoy_tcp_rbac_denied, '', RBAC_DENIED, tcp",
        "envoy_tcp_inbound_rbac, authz_enforce_result=denied, RBAC_DENIED, tcp",
        "envoy_http_jwt_authn_denied, '', JWT_DENIED, ''",
        "http.jwt_authn.denied, envoy.http_conn_manager_prefix=x, JWT_DENIED, ''",
        "envoy_http_ext_authz_denied, '', EXTERNAL_AUTHORIZATION_DENIED, ''",
        "envoy_http_local_rate_limit_enforced, '', RATE_LIMITED, http_local_rate_limit",
        "my_limiter.http_local_rate_limit.enforced, '', RATE_LIMITED, http_local_rate_limit",
        "envoy_listener_manager_lds_update_rejected, '', CONFIGURATION_REJECTED, lds",
        "cluster_manager.cds.update_rejected, '', CONFIGURATION_REJECTED, cds"
    })
    @DisplayName("counters of the proxy itself")
    void ownCounters(String name, String labels, FactKind kind, String detail) {
        SeriesMeaning.OfFact fact = fact(Requests.scrape("10.0.0.1").counter(name, 3, labels.replace(';', ',')));
        assertThat(fact.kind()).isEqualTo(kind);
        assertThat(fact.detail()).isEqualTo(detail);
        assertThat(fact.peer()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "envoy_cluster_outlier_detection_ejections_enforced_total",
                "envoy_cluster_outlier_detection_ejections_overflow",
                "envoy_server_days_until_first_cert_expiring",
                "envoy_cluster_ssl_handshake",
                "envoy_http_rbac_allowed",
                "envoy_http_rbac_shadow_allowed",
                "envoy_http_local_rate_limit_rate_limited",
                "http.server.request.duration",
                "pilot_xds_cds_reject"
            })
    @DisplayName("what is counted elsewhere, was allowed, or tells nothing is passed over")
    void passesOver(String name) {
        DecodedMetrics decoded =
                Requests.scrape("10.0.0.1").counter(name, 3, REVIEWS).decode();
        assertThat(decoded.targets().get(0).points()).isEmpty();
        assertThat(decoded.unusable()).isEmpty();
        assertThat(decoded.passedOver()).isEqualTo(1);
    }

    @Test
    @DisplayName("clusters of Istio's own bootstrap are no peers; those of a plain Envoy are")
    void peers() {
        SeriesMeaning.OfFact own =
                fact(Requests.scrape("a").gauge("envoy_cluster_membership_healthy", 1, "cluster_name=xds-grpc"));
        assertThat(own.peer()).isNull();
        assertThat(own.detail()).isEqualTo("xds-grpc");
        assertThat(fact(Requests.scrape("a")
                                .gauge("envoy_cluster_membership_healthy", 1, "envoy_cluster_name=book-store"))
                        .peer())
                .isEqualTo(new Node("unknown", "unknown", "book-store", NodeKind.UNKNOWN));
        assertThat(fact(Requests.scrape("a")
                                .gauge("envoy_cluster_membership_healthy", 1, "cluster_name=inbound|9080||"))
                        .peer())
                .isNull();
    }

    @Test
    @DisplayName("certificates tell when they expire, in whatever form")
    void certificates() {
        MetricPoint envoy = point(Requests.scrape("a")
                .gauge(
                        "envoy_listener_ssl_certificate_expiration_unix_time_seconds",
                        1.8e9,
                        "envoy_tls_certificate=kubernetes://gateway-cert"));
        assertThat(((SeriesMeaning.OfFact) envoy.meaning()).detail()).isEqualTo("kubernetes://gateway-cert");
        assertThat(envoy.reading().level()).isEqualTo(1.8e9);
        MetricPoint agent =
                point(Requests.scrape("a").gauge("istio_agent_cert_expiry_seconds", 63097.4, "resource_name=default"));
        assertThat(agent.reading().level()).isEqualTo(Requests.TIME_MILLIS / 1000 + 63097);
        MetricPoint root = point(new Requests()
                .resource("service.name", "istiod")
                .resource("k8s.namespace.name", "istio-system")
                .resource("k8s.cluster.name", "east")
                .gauge("citadel_server_root_cert_expiry_timestamp", 1.900963606e9, ""));
        assertThat(((SeriesMeaning.OfFact) root.meaning()).node())
                .isEqualTo(new Node("east", "istio-system", "istiod", NodeKind.SERVICE));
        assertThat(((SeriesMeaning.OfFact) root.meaning()).detail()).isEqualTo("root");
        assertThat(Requests.scrape("a")
                        .gauge("citadel_server_root_cert_expiry_timestamp", -1, "")
                        .decode()
                        .unusable())
                .hasSize(1);
    }

    @Test
    @DisplayName("istiod is up or not; whether others are is not asked")
    void controlPlane() {
        MetricPoint down = point(new Requests()
                .resource("service.name", "istiod")
                .resource("a", "b")
                .gauge("up", 0, ""));
        assertThat(((SeriesMeaning.OfFact) down.meaning()).kind()).isEqualTo(FactKind.CONTROL_PLANE_UP);
        assertThat(down.reading().level()).isZero();
        assertThat(Requests.scrape("a")
                        .gauge("up", 1, "")
                        .decode()
                        .targets()
                        .get(0)
                        .points())
                .isEmpty();
        assertThat(fact(new Requests()
                                .resource("service.name", "istiod")
                                .counter("pilot_total_xds_rejects", 2, "type=cds"))
                        .detail())
                .isEqualTo("cds");
        assertThat(fact(new Requests()
                                .resource("service.name", "istiod")
                                .counter("citadel_server_csr_sign_err_count_total", 2, "error=ttl"))
                        .detail())
                .isEqualTo("csr_sign ttl");
    }

    @Test
    @DisplayName("names that are too long for any statistic are passed over at once")
    void passesOverEndlessNames() {
        String prefix = "envoy_http_";
        String longest = prefix + "x".repeat(512 - prefix.length() - "_rbac_denied".length()) + "_rbac_denied";
        assertThat(EnvoyHealth.match(longest)).isNotNull();
        assertThat(EnvoyHealth.match(longest.replace("_rbac", "x_rbac"))).isNull();
        String endless = prefix + "rbac_".repeat(32_000) + "x";
        assertThatNoException()
                .isThrownBy(() -> assertTimeoutPreemptively(
                        Duration.ofSeconds(1),
                        () -> Requests.scrape("a").counter(endless, 1, "").decode()));
    }

    private static SeriesMeaning.OfFact fact(Requests requests) {
        return (SeriesMeaning.OfFact) point(requests).meaning();
    }

    private static MetricPoint point(Requests requests) {
        List<TargetPoints> targets = requests.decode().targets();
        assertThat(targets).hasSize(1);
        assertThat(targets.get(0).points()).hasSize(1);
        return targets.get(0).points().get(0);
    }
}
