/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/**
 * Spans as Istio's proxies write them since 1.24: every attribute is a string, the operation is named by the route, and
 * the tags say which workload the proxy belongs to. Stateless.
 */
final class EnvoySpans {
    private static final KeyValue COMPONENT = Attribute.of("component", "proxy");
    private static final KeyValue NO_ZONE = Attribute.of("zone", "");
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
            ReplyStatus status) {}

    /** Adds what a proxy writes into the span of a request that it received or, in a sidecar, sends on. */
    static void describe(Span.Builder span, Pod pod, Exchange exchange) {
        ReplyStatus status = exchange.status();
        span.addAttributes(pod.nodeId())
                .addAttributes(NO_ZONE)
                .addAttributes(Attribute.of("guid:x-request-id", exchange.requestId()))
                .addAttributes(Attribute.of("http.url", exchange.url()))
                .addAttributes(Attribute.of("http.method", exchange.line().method()))
                .addAttributes(NO_DOWNSTREAM_CLUSTER)
                .addAttributes(Attribute.of("user_agent", exchange.userAgent()))
                .addAttributes(Attribute.of(
                        "http.protocol", httpVersion(exchange.line().protocol())))
                .addAttributes(Attribute.of("peer.address", exchange.peerAddress()))
                .addAttributes(Attribute.of("request_size", Long.toString(exchange.requestBytes())))
                .addAttributes(Attribute.of("response_size", Long.toString(exchange.responseBytes())));
        if (exchange.line().protocol() == Protocol.GRPC) {
            span.addAttributes(Attribute.of("grpc.path", exchange.line().path()))
                    .addAttributes(Attribute.of("grpc.authority", exchange.authority()))
                    .addAttributes(Attribute.of("grpc.content_type", "application/grpc"));
        }
        span.addAttributes(COMPONENT);
        addUpstream(span, exchange.upstream());
        addStatus(span, status);
        span.addAllAttributes(pod.istioTags());
    }

    /**
     * Adds what a gateway writes into the span of one attempt to send a request on.
     *
     * @param attempt 0 for the first
     * @param upstreamAddress address and port of the instance
     */
    static void describeAttempt(
            Span.Builder span,
            Pod gateway,
            Protocol protocol,
            String upstream,
            String upstreamAddress,
            int attempt,
            ReplyStatus status) {
        span.addAttributes(COMPONENT);
        addUpstream(span, upstream);
        span.addAttributes(Attribute.of("http.protocol", httpVersion(protocol)))
                .addAttributes(Attribute.of("peer.address", upstreamAddress))
                .addAttributes(Attribute.of("upstream_address", upstreamAddress));
        if (attempt > 0) {
            span.addAttributes(Attribute.of("retry.count", Integer.toString(attempt)));
        }
        addStatus(span, status);
        span.addAllAttributes(gateway.istioTags());
    }

    private static void addUpstream(Span.Builder span, String upstream) {
        span.addAttributes(Attribute.of("upstream_cluster", upstream))
                .addAttributes(Attribute.of("upstream_cluster.name", upstream + ";"));
    }

    private static void addStatus(Span.Builder span, ReplyStatus status) {
        span.addAttributes(Attribute.of("http.status_code", Integer.toString(status.httpStatus())))
                .addAttributes(Attribute.of("response_flags", status.flags()));
        if (status.isGrpc()) {
            span.addAttributes(Attribute.of("grpc.status_code", Integer.toString(status.grpcStatus())));
        }
        if (status.hasErrorTag()) {
            span.addAttributes(ERROR);
        }
        boolean client = span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT;
        if (client ? status.isClientError() : status.isServerError()) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
    }

    private static String httpVersion(Protocol protocol) {
        return switch (protocol) {
            case HTTP -> "HTTP/1.1";
            case GRPC -> "HTTP/2";
        };
    }
}
