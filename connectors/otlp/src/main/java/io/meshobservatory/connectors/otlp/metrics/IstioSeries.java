/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.SeriesMeaning.Quantity;
import io.meshobservatory.core.metric.UnusableReason;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Denial;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.ResponseFlags;
import io.meshobservatory.core.telemetry.Workload;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Istio's standard metrics, of sidecars, gateways, waypoints and ztunnel. */
final class IstioSeries {
    private static final Map<String, Quantity> QUANTITIES = Map.of(
            "istio_requests", Quantity.CALLS,
            "istio_request_duration_milliseconds", Quantity.LATENCIES,
            "istio_request_duration", Quantity.LATENCIES,
            "istio_request_bytes", Quantity.REQUEST_BYTES,
            "istio_response_bytes", Quantity.RESPONSE_BYTES,
            "istio_tcp_connections_opened", Quantity.CONNECTIONS_OPENED,
            "istio_tcp_connections_closed", Quantity.CONNECTIONS_CLOSED,
            // "sent" is what was sent to the client
            "istio_tcp_received_bytes", Quantity.REQUEST_BYTES,
            "istio_tcp_sent_bytes", Quantity.RESPONSE_BYTES);
    private static final String TCP = "tcp";

    private IstioSeries() {}

    /** Whether a metric is one of the two that every edge has: its labels tell the other names of both sides. */
    static boolean namesBothSides(String name) {
        return name.startsWith("istio_requests") || name.startsWith("istio_tcp_connections_opened");
    }

    /** Whether a canonical name is that of one of these metrics. */
    static boolean knows(String name) {
        return QUANTITIES.containsKey(name);
    }

    /**
     * What a series counts.
     *
     * @param own told the workload whose proxy reports, where the labels name it
     * @return null if it is not to be counted: connections that only pass through the reporting proxy or its peer
     */
    static @Nullable Interpretation of(String name, Labels labels, TargetResource resource, Consumer<Workload> own)
            throws UnusablePointException {
        Vantage vantage = vantage(labels);
        boolean tcp = name.startsWith("istio_tcp_");
        Workload source = IstioSides.source(labels, resource, vantage);
        Workload destination = IstioSides.destination(labels, resource, source);
        if (vantage == Vantage.METRICS_SOURCE && IstioSides.isNamed(source)) {
            own.accept(source);
        } else if (vantage == Vantage.METRICS_DESTINATION && IstioSides.isNamed(destination)) {
            own.accept(destination);
        }
        if (vantage != Vantage.METRICS_WAYPOINT && IstioSides.onlyPassesThrough(labels)) {
            return null;
        }
        String protocol = labels.told("request_protocol");
        Edge edge = new Edge(
                source.node(),
                source.version(),
                destination.node(),
                destination.version(),
                tcp ? TCP : protocol == null ? Node.UNKNOWN_NAME : protocol);
        Quantity quantity = QUANTITIES.get(name);
        if (quantity == null) {
            return null;
        }
        return new Interpretation(
                new SeriesMeaning.OfEdge(edge, vantage, alike(labels, vantage, tcp), quantity), wanted(quantity, tcp));
    }

    private static Wanted wanted(Quantity quantity, boolean tcp) {
        boolean bytes = quantity == Quantity.REQUEST_BYTES || quantity == Quantity.RESPONSE_BYTES;
        if (quantity == Quantity.LATENCIES) {
            return Wanted.LATENCIES;
        }
        if (bytes) {
            return tcp ? Wanted.BYTES : Wanted.HISTOGRAM_SUM;
        }
        return Wanted.COUNT;
    }

    private static Vantage vantage(Labels labels) throws UnusablePointException {
        String reporter = labels.get("reporter");
        return switch (reporter == null ? "" : reporter) {
            case "source" -> Vantage.METRICS_SOURCE;
            case "destination" -> Vantage.METRICS_DESTINATION;
            case "waypoint" -> Vantage.METRICS_WAYPOINT;
            default -> throw new UnusablePointException(UnusableReason.UNKNOWN_REPORTER);
        };
    }

    private static Exchange alike(Labels labels, Vantage vantage, boolean tcp) {
        String flags = ResponseFlags.sorted(labels.toldOrEmpty("response_flags"));
        return new Exchange(
                tcp ? Outcome.UNSET : outcome(labels, flags),
                flags,
                Exchange.UNKNOWN_BYTES,
                Exchange.UNKNOWN_BYTES,
                "",
                denial(labels, flags),
                security(labels, vantage, tcp),
                labels.toldOrEmpty("source_principal"),
                labels.toldOrEmpty("destination_principal"));
    }

    private static String denial(Labels labels, String flags) {
        String byFlag = ResponseFlags.denial(flags);
        if (!byFlag.isEmpty()) {
            return byFlag;
        }
        String grpc = labels.told("grpc_response_status");
        if (grpc != null) {
            return Denial.ofGrpcStatus(grpc);
        }
        String http = labels.told("response_code");
        return switch (http == null ? "" : http) {
            case "401" -> Denial.HTTP_401;
            case "403" -> Denial.HTTP_403;
            default -> Denial.NONE;
        };
    }

    private static Outcome outcome(Labels labels, String flags) {
        if (Outcome.hasFlag(flags, "FI")) {
            return Outcome.FAULT_INJECTED;
        }
        String grpc = labels.told("grpc_response_status");
        if (grpc != null) {
            return Outcome.ofGrpcStatus(grpc);
        }
        String http = labels.told("response_code");
        return http == null ? Outcome.UNSET : Outcome.ofHttpStatus(http);
    }

    /** The caller's sidecar never tells. Of connections without an identity, ztunnel says {@code unknown} and not none. */
    private static ConnectionSecurity security(Labels labels, Vantage vantage, boolean tcp) {
        String policy = labels.get("connection_security_policy");
        return switch (policy == null ? "" : policy) {
            case "mutual_tls" -> ConnectionSecurity.MUTUAL_TLS;
            case "none" -> ConnectionSecurity.PLAIN_TEXT;
            case "unknown" ->
                tcp && vantage == Vantage.METRICS_DESTINATION
                        ? ConnectionSecurity.PLAIN_TEXT
                        : ConnectionSecurity.UNKNOWN;
            default -> ConnectionSecurity.UNKNOWN;
        };
    }
}
