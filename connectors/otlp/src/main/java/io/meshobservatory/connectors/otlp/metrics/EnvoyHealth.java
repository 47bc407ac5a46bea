/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Workload;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's own statistics about health and refusals. Where one event is counted by several statistics, only one is read: of
 * ejections those by cause and not their total; connect timeouts are also connect failures, and are told beside them.
 */
final class EnvoyHealth {
    private static final String TLS_CAUSES = "(connection_error|fail_verify_no_cert|fail_verify_error|fail_verify_san"
            + "|fail_verify_cert_hash|ocsp_staple_failed|was_key_usage_invalid)";

    /** Clusters of Istio's bootstrap: they lead to the proxy's own agent, and are nobody's upstream. */
    private static final Set<String> INTERNAL_CLUSTERS =
            Set.of("xds-grpc", "sds-grpc", "agent", "prometheus_stats", "zipkin", "sds");

    /** Of cluster statistics the peer is the cluster; group 1 of the pattern, if any, is the detail. */
    private static final List<Rule> RULES = List.of(
            cluster("outlier_detection_ejections_active", FactKind.OUTLIERS_EJECTED, Wanted.LEVEL),
            cluster("outlier_detection_ejections_enforced_(.+)", FactKind.OUTLIER_EJECTIONS, Wanted.COUNT),
            cluster(
                    "circuit_breakers_((?:default|high)_(?:cx|cx_pool|rq_pending|rq|rq_retry)_open)",
                    FactKind.CIRCUIT_BREAKER_OPEN,
                    Wanted.LEVEL),
            cluster(
                    "upstream_(rq_pending|rq_active|cx|cx_pool|rq_retry)_overflow",
                    FactKind.UPSTREAM_OVERFLOW,
                    Wanted.COUNT),
            cluster("upstream_cx_(connect_fail|connect_timeout)", FactKind.UPSTREAM_CONNECT_FAILURES, Wanted.COUNT),
            cluster("ssl_" + TLS_CAUSES, FactKind.TLS_HANDSHAKE_FAILURES, Wanted.COUNT),
            cluster("membership_healthy", FactKind.HEALTHY_HOSTS, Wanted.LEVEL),
            cluster("(ext_authz)_denied", FactKind.EXTERNAL_AUTHORIZATION_DENIED, Wanted.COUNT),
            cluster("(ratelimit)_over_limit", FactKind.RATE_LIMITED, Wanted.COUNT),
            own("listener_(?:.*_)?ssl_" + TLS_CAUSES, FactKind.TLS_HANDSHAKE_FAILURES, Wanted.COUNT),
            own(
                    "(?:cluster|listener)_ssl_certificate_(?:(.*)_)?"
                            + "(?:expiration_unix_time_seconds|seconds_since_epoch_of_expiration)",
                    FactKind.CERTIFICATE_EXPIRY,
                    Wanted.UNIX_SECONDS),
            own("(http|tcp)_(?:.*_)?rbac_(?:.*_)?shadow_denied", FactKind.RBAC_SHADOW_DENIED, Wanted.COUNT),
            own("(http|tcp)_(?:.*_)?rbac_denied", FactKind.RBAC_DENIED, Wanted.COUNT),
            own("http_(?:.*_)?jwt_authn_denied()", FactKind.JWT_DENIED, Wanted.COUNT),
            own("http_(?:.*_)?ext_authz_denied()", FactKind.EXTERNAL_AUTHORIZATION_DENIED, Wanted.COUNT),
            own("(?:.*_)?(http_local_rate_limit)_enforced", FactKind.RATE_LIMITED, Wanted.COUNT),
            own("(local_ratelimit)_(?:.*_)?rate_limited", FactKind.RATE_LIMITED, Wanted.COUNT),
            own("cluster_manager_(cds)_update_rejected", FactKind.CONFIGURATION_REJECTED, Wanted.COUNT),
            own("listener_manager_(lds)_update_rejected", FactKind.CONFIGURATION_REJECTED, Wanted.COUNT),
            own("control_plane_(connected_state)", FactKind.CONTROL_PLANE_UP, Wanted.LEVEL));

    /** Istio's tags make one statistic of RBAC's many; which it is, is then in the labels. */
    private static final Pattern TAGGED_RBAC = Pattern.compile("envoy_(http|tcp)_(?:.*_)?rbac");

    /** Names come from the network, and the patterns take time that grows with the square of their length. */
    private static final int MAX_NAME_LENGTH = 512;

    private EnvoyHealth() {}

    /** What a statistic tells, null if it is of no interest. */
    static @Nullable Match match(String name) {
        if (name.length() > MAX_NAME_LENGTH || !name.startsWith("envoy_")) {
            return null;
        }
        Matcher rbac = TAGGED_RBAC.matcher(name);
        if (rbac.matches()) {
            return new Match(null, rbac.group(1));
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(name);
            if (matcher.matches()) {
                String detail = matcher.groupCount() == 0 ? null : matcher.group(1);
                return new Match(rule, detail == null ? "" : detail);
            }
        }
        return null;
    }

    private static Rule cluster(String name, FactKind kind, Wanted wanted) {
        return new Rule(Pattern.compile("envoy_cluster_" + name), kind, wanted, true);
    }

    private static Rule own(String name, FactKind kind, Wanted wanted) {
        return new Rule(Pattern.compile("envoy_" + name), kind, wanted, false);
    }

    /**
     * A statistic and what it tells.
     *
     * @param pattern its name; group 1 is the detail
     * @param kind what it tells
     * @param wanted what is read of it
     * @param ofCluster whether it is about an upstream cluster
     */
    record Rule(Pattern pattern, FactKind kind, Wanted wanted, boolean ofCluster) {}

    /**
     * A statistic of interest.
     *
     * @param rule what it tells, null for RBAC whose labels tell
     * @param detail the part of the name that is the detail
     */
    record Match(@Nullable Rule rule, String detail) {
        /** What a series of the statistic tells, null if nothing: what a policy allowed is no finding. */
        @Nullable
        Interpretation interpret(Labels labels, TargetResource resource) {
            Workload pod = PodLabels.workload(labels, resource);
            Node node = pod == null ? null : pod.node();
            if (rule == null) {
                return rbac(labels, node);
            }
            if (rule.kind() == FactKind.CERTIFICATE_EXPIRY) {
                String certificate = labels.get("tls_certificate");
                return Interpretation.fact(
                        rule.kind(), certificate == null ? detail : certificate, node, null, rule.wanted());
            }
            String told = rule.kind() == FactKind.CIRCUIT_BREAKER_OPEN ? detail.replaceFirst("_", ".") : detail;
            String cluster = labels.get("cluster_name");
            if (!rule.ofCluster() || cluster == null) {
                return Interpretation.fact(rule.kind(), told, node, null, rule.wanted());
            }
            Node peer = peer(cluster, node, resource);
            String named = peer == null && INTERNAL_CLUSTERS.contains(cluster) ? (told + " " + cluster).strip() : told;
            return Interpretation.fact(rule.kind(), named, node, peer, rule.wanted());
        }

        private @Nullable Interpretation rbac(Labels labels, @Nullable Node node) {
            if (labels.is("authz_enforce_result", "denied")) {
                return Interpretation.fact(FactKind.RBAC_DENIED, detail, node, null, Wanted.COUNT);
            }
            return labels.is("authz_dry_run_result", "denied")
                    ? Interpretation.fact(FactKind.RBAC_SHADOW_DENIED, detail, node, null, Wanted.COUNT)
                    : null;
        }

        private static @Nullable Node peer(String cluster, @Nullable Node node, TargetResource resource) {
            Workload workload = resource.workload();
            Node near = node != null
                    ? node
                    : workload != null
                            ? workload.node()
                            : new Node(resource.cluster(), Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
            UpstreamCluster upstream = UpstreamCluster.parse(cluster);
            return switch (upstream.role()) {
                case OUTBOUND, WAYPOINT, EAST_WEST ->
                    upstream.host().isEmpty() ? null : Hosts.called(upstream.host(), near);
                case INBOUND -> null;
                case UNROUTED -> Node.external(upstream.host());
                case CUSTOM -> INTERNAL_CLUSTERS.contains(cluster) ? null : Hosts.called(upstream.host(), near);
            };
        }
    }
}
