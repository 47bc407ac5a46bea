/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import static io.meshobservatory.jobs.selfcheck.Wording.put;

import io.opentelemetry.proto.trace.v1.Span;

/** Envoy's words, with Istio's tags where it has them: every value is a string. */
final class EnvoyWording {
    private EnvoyWording() {}

    static void write(Told told, Span.Builder span) {
        Message message = told.message;
        put(span, "component", "proxy");
        if (!told.upstream) {
            downstream(told, span);
        } else {
            put(span, "upstream_address", told.peerAddress);
            if (told.retry > 0) {
                put(span, "retry.count", Integer.toString(told.retry));
            }
        }
        put(span, "upstream_cluster", told.upstreamCluster);
        put(span, "upstream_cluster.name", told.upstreamCluster + ";");
        if (!told.peerAddress.isEmpty()) {
            put(span, "peer.address", told.peerAddress);
        }
        put(span, "http.protocol", "HTTP/1.1");
        put(span, "http.status_code", Integer.toString(message.httpStatus()));
        put(span, "response_flags", message.flags().isEmpty() ? "-" : message.flags());
        if (message.grpcStatus() >= 0) {
            put(span, "grpc.status_code", Integer.toString(message.grpcStatus()));
            if (message.denied()) {
                put(span, "grpc.message", "RBAC: access denied");
            }
        }
        boolean client = !Wording.isServer(told);
        if (message.httpStatus() == 0 || message.httpStatus() >= 500) {
            put(span, "error", "true");
            Wording.error(span);
        } else if (client && message.httpStatus() >= 400) {
            Wording.error(span);
        }
        istioTags(told, span);
    }

    private static void downstream(Told told, Span.Builder span) {
        Message message = told.message;
        Party party = told.party;
        String namespace = party.node().namespace();
        String type = switch (told.dialect) {
            case GATEWAY, EAST_WEST -> "router";
            case WAYPOINT, OLD_WAYPOINT -> "waypoint";
            default -> "sidecar";
        };
        if (told.dialect == Dialect.ENVOY) {
            put(span, "node_id", "envoy-of-" + party.node().name());
        } else {
            String pod = told.dialect.isWaypoint() ? "waypoint" : party.node().name();
            put(
                    span,
                    "node_id",
                    type + "~" + party.address() + "~" + pod + "-7d8f5c6b9-abcde." + namespace + "~" + namespace
                            + ".svc.cluster.local");
        }
        put(span, "guid:x-request-id", "da543297-0dd6-998b-bd29-fdb184134c8c");
        String host = told.target.isEmpty() ? party.host() : told.target;
        put(span, "http.url", "http://" + host + ":8080" + message.path() + "?q=1");
        put(span, "http.method", message.method());
        put(span, "downstream_cluster", "-");
        put(span, "request_size", Long.toString(message.requestBytes()));
        put(span, "response_size", Long.toString(message.responseBytes()));
        if (message.grpc()) {
            put(span, "grpc.path", message.path());
            put(span, "grpc.authority", host);
        }
        if (View.tellsPrincipals(told)) {
            put(span, "source_principal", "spiffe://cluster.local/ns/shop/sa/somebody");
            put(span, "destination_principal", party.principal());
        }
    }

    private static void istioTags(Told told, Span.Builder span) {
        Party party = told.party;
        switch (told.dialect) {
            case ISTIO, GATEWAY, EAST_WEST -> tags(span, party, party.node().name(), party.version());
            case WAYPOINT -> {
                tags(span, party, "waypoint", "latest");
                ends(told, span);
            }
            case OLD_WAYPOINT -> tags(span, party, "waypoint", "latest");
            default -> {}
        }
    }

    private static void tags(Span.Builder span, Party party, String service, String revision) {
        put(span, "istio.canonical_service", service);
        put(span, "istio.canonical_revision", revision);
        put(span, "istio.mesh_id", "cluster.local");
        put(span, "istio.namespace", party.node().namespace());
        put(span, "istio.cluster_id", party.node().cluster());
    }

    private static void ends(Told told, Span.Builder span) {
        end(span, "destination", told.party);
        if (told.source != null) {
            end(span, "source", told.source);
        }
    }

    private static void end(Span.Builder span, String side, Party party) {
        put(span, "istio." + side + "_workload", party.node().name());
        put(span, "istio." + side + "_namespace", party.node().namespace());
        put(span, "istio." + side + "_cluster_id", party.node().cluster());
        put(span, "istio." + side + "_canonical_service", party.node().name());
        put(span, "istio." + side + "_canonical_revision", party.version());
    }
}
