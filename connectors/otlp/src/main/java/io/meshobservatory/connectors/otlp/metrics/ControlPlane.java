/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Workload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Istio's control plane tells of itself, and the agents beside the proxies of their certificates. Rejections per type
 * of resource are gauges in some versions and are also in the total, so only that is read.
 */
final class ControlPlane {
    /** Errors of the certificate authority, and the detail of each. */
    private static final Map<String, String> SIGNING_ERRORS = Map.of(
            "citadel_server_csr_parsing_err_count", "csr_parsing",
            "citadel_server_csr_sign_err_count", "csr_sign",
            "citadel_server_id_extraction_err_count", "id_extraction",
            "citadel_server_authentication_failure_count", "authentication");

    private static final Map<String, String> EXPIRIES = Map.of(
            "citadel_server_root_cert_expiry_timestamp", "root",
            "citadel_server_cert_chain_expiry_timestamp", "chain");
    private static final String UP = "up";
    private static final String REJECTS = "pilot_total_xds_rejects";
    private static final String AGENT_EXPIRY = "istio_agent_cert_expiry_seconds";
    private static final String AGENT_FAILURES = "istio_agent_num_failed_outgoing_requests";

    private ControlPlane() {}

    /** Whether a canonical name is that of one of these metrics. */
    static boolean knows(String name) {
        return SIGNING_ERRORS.containsKey(name)
                || EXPIRIES.containsKey(name)
                || name.equals(UP)
                || name.equals(REJECTS)
                || name.equals(AGENT_EXPIRY)
                || name.equals(AGENT_FAILURES);
    }

    /** What a series tells, null if nothing: whether targets other than the control plane are up is not asked. */
    static @Nullable Interpretation of(String name, Labels labels, TargetResource resource) {
        String error = SIGNING_ERRORS.get(name);
        if (error != null) {
            String cause = labels.told("error");
            String detail = cause == null ? error : error + " " + cause;
            return Interpretation.fact(
                    FactKind.CERTIFICATE_SIGNING_ERRORS, detail, resource.istiod(), null, Wanted.COUNT);
        }
        String certificate = EXPIRIES.get(name);
        if (certificate != null) {
            return Interpretation.fact(
                    FactKind.CERTIFICATE_EXPIRY, certificate, resource.istiod(), null, Wanted.UNIX_SECONDS);
        }
        return switch (name) {
            case UP -> up(labels, resource);
            case REJECTS ->
                Interpretation.fact(
                        FactKind.CONFIGURATION_REJECTED,
                        labels.toldOrEmpty("type"),
                        resource.istiod(),
                        null,
                        Wanted.COUNT);
            default -> ofAgent(name, labels, resource);
        };
    }

    private static @Nullable Interpretation up(Labels labels, TargetResource resource) {
        Node istiod = resource.controlPlane();
        String app = labels.told("app", "job");
        if (istiod == null && app != null && app.contains("istiod")) {
            istiod = resource.istiod();
        }
        return istiod == null ? null : Interpretation.fact(FactKind.CONTROL_PLANE_UP, "", istiod, null, Wanted.LEVEL);
    }

    private static @Nullable Interpretation ofAgent(String name, Labels labels, TargetResource resource) {
        Workload pod = PodLabels.workload(labels, resource);
        Node node = pod == null ? null : pod.node();
        if (name.equals(AGENT_EXPIRY)) {
            String secret = labels.toldOrEmpty("resource_name");
            return Interpretation.fact(FactKind.CERTIFICATE_EXPIRY, secret, node, null, Wanted.SECONDS_LEFT);
        }
        return labels.is("request_type", "csr")
                ? Interpretation.fact(FactKind.CERTIFICATE_SIGNING_ERRORS, "csr_request", node, null, Wanted.COUNT)
                : null;
    }
}
