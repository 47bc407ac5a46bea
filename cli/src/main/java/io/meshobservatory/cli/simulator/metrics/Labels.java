/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.meshobservatory.cli.simulator.proxy.Reporter;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;

/** The labels of Istio's standard metrics. Stateless. */
final class Labels {
    private static final String UNKNOWN = Peer.UNKNOWN;

    private Labels() {}

    /** What tells two series of one proxy apart, in the order of {@link #of}; of TCP without the response's labels. */
    static List<KeyValue> of(ProxyReport report) {
        boolean source = report.reporter() == Reporter.SOURCE;
        boolean ztunnel = report.emitter().kind() == Emitter.Kind.ZTUNNEL;
        List<KeyValue> labels = new ArrayList<>(26);
        add(labels, "reporter", report.reporter().label());
        addPeer(labels, "source", report.source(), report.mutualTls());
        addPeer(labels, "destination", report.destination(), report.mutualTls());
        add(labels, "destination_service", report.service().host());
        add(labels, "destination_service_name", report.service().name());
        add(labels, "destination_service_namespace", report.service().namespace());
        add(labels, "request_protocol", report.request().protocol());
        add(labels, "response_flags", report.answer().flags());
        add(labels, "connection_security_policy", security(report.mutualTls(), source, ztunnel));
        if (!report.isTcp()) {
            int grpc = report.answer().grpcStatus();
            add(labels, "response_code", Integer.toString(report.answer().code()));
            add(labels, "grpc_response_status", grpc == ProxyReport.NO_GRPC ? "" : Integer.toString(grpc));
        }
        return labels;
    }

    /** A client's proxy does not know whether the other side let it in by its certificate; ztunnel has no "none". */
    private static String security(boolean mutualTls, boolean source, boolean ztunnel) {
        if (ztunnel) {
            return mutualTls ? "mutual_tls" : UNKNOWN;
        }
        if (source) {
            return UNKNOWN;
        }
        return mutualTls ? "mutual_tls" : "none";
    }

    private static void addPeer(List<KeyValue> labels, String side, Peer peer, boolean mutualTls) {
        add(labels, side + "_workload", peer.workload());
        add(labels, side + "_workload_namespace", peer.namespace());
        add(labels, side + "_principal", mutualTls ? peer.principal() : UNKNOWN);
        add(labels, side + "_app", peer.service());
        add(labels, side + "_version", peer.version());
        add(labels, side + "_cluster", peer.cluster());
        add(labels, side + "_canonical_service", peer.service());
        add(labels, side + "_canonical_revision", peer.revision());
    }

    private static void add(List<KeyValue> labels, String key, String value) {
        labels.add(Attribute.of(key, value));
    }
}
