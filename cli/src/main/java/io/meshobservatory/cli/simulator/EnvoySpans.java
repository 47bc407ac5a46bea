/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/**
 * Spans as Envoy writes them, in Istio's proxies and in others: every attribute is a text. Stateless.
 */
final class EnvoySpans {
    private static final KeyValue COMPONENT = Attribute.of("component", "proxy");
    private static final KeyValue NO_DOWNSTREAM_CLUSTER = Attribute.of("downstream_cluster", "-");
    private static final KeyValue ERROR = Attribute.of("error", "true");

    private EnvoySpans() {}

    /**
     * What a proxy knows of a request when it has been answered.
     *
     * @param line what was asked for
     * @param url the whole URL
     * @param authority the host that was asked
     * @param requestId Envoy's x-request-id, the same for all hops of a trace
     * @param userAgent who asked
     * @param peerAddress who connected, without port
     * @param upstream Envoy's name of where the request went
     * @param requestBytes size of the request's body
     * @param responseBytes size of the response's body
     * @param status the answer
     */
    record Exchange(
            RequestLine line,
            String url,
            String authority,
            String requestId,
            String userAgent,
            String peerAddress,
            String upstream,
            long requestBytes,
            long responseBytes,
            ReplyStatus status) {
        static Exchange of(
                Ask ask, TraceContext context, String peerAddress, String upstream, long bytes, ReplyStatus status) {
            return new Exchange(
                    ask.line(),
                    ask.url(),
                    ask.authority(),
                    context.requestId(),
                    ask.userAgent(),
                    peerAddress,
                    upstream,
                    ask.requestBytes(),
                    bytes,
                    status);
        }
    }

    /** Adds what a proxy writes into the span of a request that it received or, in a sidecar, sends on. */
    static void describe(Span.Builder span, Proxy proxy, Exchange exchange) {
        span.addAllAttributes(proxy.identity())
                .addAttributes(Attribute.of("guid:x-request-id", exchange.requestId()))
                .addAttributes(Attribute.of("http.url", exchange.url()))
                .addAttributes(Attribute.of("http.method", exchange.line().method()))
                .addAttributes(NO_DOWNSTREAM_CLUSTER)
                .addAttributes(Attribute.of("user_agent", exchange.userAgent()))
                .addAttributes(Attribute.of("http.protocol", exchange.line().httpVersion()))
                .addAttributes(Attribute.of("peer.address", exchange.peerAddress()))
                .addAttributes(Attribute.of("request_size", Long.toString(exchange.requestBytes())))
                .addAttributes(Attribute.of("response_size", Long.toString(exchange.responseBytes())));
        if (exchange.line().protocol() == Protocol.GRPC) {
            span.addAttributes(Attribute.of("grpc.path", exchange.line().path()))
                    .addAttributes(Attribute.of("grpc.authority", exchange.authority()))
                    .addAttributes(Attribute.of("grpc.content_type", "application/grpc"));
        }
        span.addAttributes(COMPONENT);
        addUpstream(span, proxy, exchange.upstream());
        addStatus(span, proxy, exchange.status());
        span.addAllAttributes(proxy.tags());
    }

    /**
     * Adds what a proxy writes into the span of one attempt to send a request on.
     *
     * @param attempt 0 for the first
     * @param upstreamAddress address and port of the instance
     */
    static void describeAttempt(
            Span.Builder span,
            Proxy proxy,
            RequestLine line,
            String upstream,
            String upstreamAddress,
            int attempt,
            ReplyStatus status) {
        span.addAttributes(COMPONENT);
        addUpstream(span, proxy, upstream);
        span.addAttributes(Attribute.of("http.protocol", line.httpVersion()))
                .addAttributes(Attribute.of("peer.address", upstreamAddress))
                .addAttributes(Attribute.of("upstream_address", upstreamAddress));
        if (attempt > 0) {
            span.addAttributes(Attribute.of("retry.count", Integer.toString(attempt)));
        }
        addStatus(span, proxy, status);
        span.addAllAttributes(proxy.tags());
    }

    /** The name of the span of an attempt; Istio's own names of upstreams end in a delimiter. */
    static String attemptName(Proxy proxy, String upstream) {
        return "router " + upstreamName(proxy, upstream) + " egress";
    }

    /** Adds the identities of both sides, which an operator can have written by custom tags. */
    static void addIdentities(Span.Builder span, Peer source, Peer destination) {
        span.addAttributes(Attribute.of("source_principal", source.principal()))
                .addAttributes(Attribute.of("destination_principal", destination.principal()));
    }

    /** Adds for whom a waypoint worked, and who asked; {@code destination} is unknown where nobody was chosen. */
    static void addWaypointPeers(Span.Builder span, Peer source, Peer destination) {
        addWaypointPeer(span, "istio.source_", source);
        addWaypointPeer(span, "istio.destination_", destination);
    }

    private static void addWaypointPeer(Span.Builder span, String side, Peer peer) {
        span.addAttributes(Attribute.of(side + "workload", peer.workload()))
                .addAttributes(Attribute.of(side + "namespace", peer.namespace()))
                .addAttributes(Attribute.of(side + "cluster_id", peer.cluster()))
                .addAttributes(Attribute.of(side + "canonical_service", peer.service()))
                .addAttributes(Attribute.of(side + "canonical_revision", peer.revision()))
                .addAttributes(Attribute.of(side + "app", peer.service()))
                .addAttributes(Attribute.of(side + "app_version", peer.version()))
                .addAttributes(Attribute.of(side + "workload_type", "deployment"))
                .addAttributes(Attribute.of(side + "instance_name", peer.pod()));
    }

    private static void addUpstream(Span.Builder span, Proxy proxy, String upstream) {
        span.addAttributes(Attribute.of("upstream_cluster", upstream))
                .addAttributes(Attribute.of("upstream_cluster.name", upstreamName(proxy, upstream)));
    }

    private static String upstreamName(Proxy proxy, String upstream) {
        boolean delimited = proxy.dialect().isIstio() && proxy.dialect().isDecorated();
        return delimited ? upstream + ";" : upstream;
    }

    private static void addStatus(Span.Builder span, Proxy proxy, ReplyStatus status) {
        span.addAttributes(Attribute.of("http.status_code", Integer.toString(status.httpStatus())))
                .addAttributes(Attribute.of("response_flags", status.flags()));
        if (status.isGrpc()) {
            span.addAttributes(Attribute.of("grpc.status_code", Integer.toString(status.grpcStatus())));
        }
        if (status.isRbacOverGrpc()) {
            span.addAttributes(Attribute.of("grpc.message", ReplyStatus.RBAC_MESSAGE));
        }
        if (status.hasErrorTag()) {
            span.addAttributes(ERROR);
        }
        boolean client = span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT;
        boolean failed = client ? status.isClientError() : status.isServerError();
        boolean told = !proxy.dialect().isIstio() || proxy.dialect().isDecorated();
        if (failed && told) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
    }
}
