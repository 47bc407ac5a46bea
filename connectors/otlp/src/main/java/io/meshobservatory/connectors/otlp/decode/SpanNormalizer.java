/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Denial;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.ResponseFlags;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanFields;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Gives the raw fields of a span their meaning: old and new semantic conventions, Envoy's strings, Istio's names. Where
 * the fields come from (the selective decoder, or protobuf-java in the tests) makes no difference. Not thread-safe.
 */
final class SpanNormalizer {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Parsed<NodeId> nodeIds = new Parsed<>(NodeId::parse);
    private final Parsed<UpstreamCluster> clusters = new Parsed<>(UpstreamCluster::parse);
    private Emitter emitter = new Emitter(nodeIds, clusters);
    private final Interned<Node> nodes = new Interned<>();
    private final Peers peers = new Peers(nodes);
    private final Workloads workloads = new Workloads(nodes, peers);
    private final Operations operations = new Operations();
    private final SpanShapes shapes = new SpanShapes();

    /** The name of the service that a resource describes, for reports about spans that cannot be read. */
    static String serviceName(Attributes resource) {
        String name = resource.string(AttributeKey.SERVICE_NAME);
        return name == null ? Node.UNKNOWN_NAME : name;
    }

    /**
     * The spans that follow have another resource.
     *
     * @param id by which it is known, null if it is not
     */
    void beginResource(@Nullable ResourceId id) {
        shapes.beginResource(id);
        // young, as it is given other references by each span of unknown shape; see Attributes.beginRequest
        emitter = new Emitter(nodeIds, clusters);
        workloads.beginResource();
    }

    /**
     * Finds what a span tells, and the aliases of its workload.
     *
     * @param span is filled with what it tells
     * @return whether only its links tell where the span comes from
     */
    boolean normalize(RawSpan raw, int copy, Attributes resource, SpanFields span, AliasBook aliases) {
        KnownShape shape = shapes.find(raw);
        if (shape == null) {
            raw.attributes.forgetAsked();
            shape = shape(raw, resource);
            shapes.remember(raw, shape);
        }
        long end = raw.endNanos;
        span.traceIdHigh = raw.traceId.longAt(0);
        span.traceIdLow = raw.traceId.longAt(8);
        span.spanId = raw.spanId.longAt(0);
        span.parentSpanId = raw.parentSpanId;
        span.copy = copy;
        // no start, or a clock that was set back during the span: better no duration than a wrong one
        span.startNanos = raw.startNanos <= 0 || raw.startNanos > end ? end : raw.startNanos;
        span.endNanos = end;
        span.setShape(shape);
        span.weight = raw.weight;
        span.linkedElsewhere = false;
        readExchange(raw, shape.protocol, span);
        shape.tell(aliases, end / NANOS_PER_MILLI);
        return raw.links.count() > 0 && isJoinedByLinks(span, raw.attributes);
    }

    private KnownShape shape(RawSpan raw, Attributes resource) {
        Attributes attributes = raw.attributes;
        emitter.read(raw, resource);
        SpanKind side = emitter.side(raw);
        Workload workload = workloads.of(resource, attributes, emitter);
        return new KnownShape(
                emitter.origin,
                side,
                workload,
                peers.of(attributes, side, emitter, workload.node()),
                Protocols.of(attributes),
                // a waypoint's address is not that of the service that it stands for
                emitter.origin == Origin.WAYPOINT ? null : address(attributes, side, resource));
    }

    /** Whether only its links tell where a span comes from. One that names its topic is joined to that instead. */
    private static boolean isJoinedByLinks(SpanFields span, Attributes attributes) {
        return span.kind.isCallee() && span.parentSpanId == 0 && !Messaging.hasTopic(attributes);
    }

    /** The address at which the workload is known to others. A client's local address tells the same as a server's. */
    private @Nullable String address(Attributes attributes, SpanKind side, Attributes resource) {
        if (emitter.nodeId != null && emitter.nodeId.address() != null) {
            return emitter.nodeId.address();
        }
        String pod = resource.string(AttributeKey.K8S_POD_IP);
        return pod != null || side != SpanKind.SERVER ? pod : Emitter.localAddress(attributes);
    }

    private void readExchange(RawSpan raw, String protocol, SpanFields into) {
        Attributes span = raw.attributes;
        Outcome outcome = Outcomes.of(span, raw.statusCode);
        into.setExchange(outcome, operations.of(span, protocol));
        if (into.kind == SpanKind.INTERNAL) {
            return;
        }
        String told = span.string(AttributeKey.RESPONSE_FLAGS);
        String flags = told == null ? "" : ResponseFlags.sorted(told);
        into.setResponseFlags(flags);
        into.requestBytes = requestBytes(span);
        into.responseBytes = bytes(span.number(
                AttributeKey.RESPONSE_SIZE,
                AttributeKey.HTTP_RESPONSE_BODY_SIZE,
                AttributeKey.HTTP_RESPONSE_CONTENT_LENGTH));
        into.setDenial(denial(span, flags, outcome));
        if (span.hasAny(Identities.ATTRIBUTES)) {
            String source = Identities.source(span, into.kind);
            String destination = Identities.destination(span, into.kind, into.origin);
            into.setPrincipals(source, destination);
            into.security = source.isEmpty() || destination.isEmpty()
                    ? ConnectionSecurity.UNKNOWN
                    : ConnectionSecurity.MUTUAL_TLS;
        }
    }

    private static long requestBytes(Attributes span) {
        long size = span.number(
                AttributeKey.REQUEST_SIZE,
                AttributeKey.HTTP_REQUEST_BODY_SIZE,
                AttributeKey.HTTP_REQUEST_CONTENT_LENGTH);
        if (size == Attributes.ABSENT) {
            size = span.number(
                    AttributeKey.HTTP_REQUEST_HEADER_CONTENT_LENGTH,
                    AttributeKey.MESSAGING_MESSAGE_BODY_SIZE,
                    AttributeKey.MESSAGING_MESSAGE_PAYLOAD_SIZE_BYTES);
        }
        return bytes(size);
    }

    /** Who refused the request, as far as a span tells. */
    private static String denial(Attributes span, String flags, Outcome outcome) {
        String byFlag = ResponseFlags.denial(flags);
        if (!byFlag.isEmpty()) {
            return byFlag;
        }
        String message = span.string(AttributeKey.GRPC_MESSAGE);
        boolean rbac = message != null
                && message.startsWith("RBAC: access denied")
                && span.number(AttributeKey.GRPC_STATUS_CODE) == 7;
        if (rbac) {
            return "rbac";
        }
        boolean rejected = outcome == Outcome.REJECTED_HTTP_4XX || outcome == Outcome.REJECTED_GRPC;
        return rejected ? Outcomes.denial(span) : Denial.NONE;
    }

    private static long bytes(long value) {
        return value < 0 ? Exchange.UNKNOWN_BYTES : value;
    }
}
