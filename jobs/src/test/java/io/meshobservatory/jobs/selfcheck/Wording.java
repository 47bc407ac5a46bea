/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.Map;

/** Writes spans in their dialects, as OTLP. */
final class Wording {
    private static final Map<Integer, String> THRESHOLDS =
            Map.of(2, "ot=th:8", 4, "vendor=x,ot=rv:00112233445566;th:c", 100, "ot=th:fd70a3d70a3d71");
    private static final Map<Integer, String> GRPC_NAMES =
            Map.of(0, "OK", 5, "NOT_FOUND", 7, "PERMISSION_DENIED", 13, "INTERNAL", 14, "UNAVAILABLE");
    private static final int SDK_ADDS_BYTES = 7;

    private Wording() {}

    static boolean isServer(Told span) {
        return span.kind == SpanKind.SPAN_KIND_SERVER || span.kind == SpanKind.SPAN_KIND_CONSUMER;
    }

    static boolean tellsSizes(Told span) {
        return span.talk == Told.Talk.CALL && !span.upstream && span.dialect != Dialect.LINKERD;
    }

    static long requestBytes(Told span) {
        return span.message.requestBytes() + (span.dialect.isSdk() ? SDK_ADDS_BYTES : 0);
    }

    static long responseBytes(Told span) {
        return span.message.responseBytes() + (span.dialect.isSdk() ? SDK_ADDS_BYTES : 0);
    }

    static Resource resource(Told told) {
        Party party = told.party;
        String name = party.node().name();
        String namespace = party.node().namespace();
        Resource.Builder resource = Resource.newBuilder();
        switch (told.dialect) {
            case OLD_SDK, NEW_SDK -> {
                put(resource, "service.name", name);
                put(resource, "k8s.cluster.name", party.node().cluster());
                if (party.appKnowsItself()) {
                    put(
                            resource,
                            told.dialect == Dialect.OLD_SDK ? "service.namespace" : "k8s.namespace.name",
                            namespace);
                    put(resource, "service.version", party.version());
                }
            }
            case LINKERD -> {
                put(resource, "service.name", "linkerd-proxy");
                put(resource, "host.name", name + "-5d9c7b6f4d-x2x9z");
                put(resource, "k8s.cluster.name", party.node().cluster());
                put(resource, "k8s.namespace.name", namespace);
                if (told.party.address().hashCode() % 2 == 0) {
                    put(resource, "k8s.deployment.name", name);
                }
            }
            case ENVOY -> {
                put(resource, "service.name", name);
                put(resource, "service.namespace", namespace);
                put(resource, "k8s.cluster.name", party.node().cluster());
            }
            case OLD_WAYPOINT -> put(resource, "service.name", party.host());
            case WAYPOINT -> put(resource, "service.name", "waypoint." + namespace);
            case ISTIO_WITHOUT_TAGS -> {
                put(resource, "service.name", name + "." + namespace);
                put(resource, "k8s.cluster.name", party.node().cluster());
            }
            case ISTIO, GATEWAY, EAST_WEST -> put(resource, "service.name", name + "." + namespace);
        }
        return resource.build();
    }

    static Span span(Told told, long mesh) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(traceId(told.traceId, mesh))
                .setSpanId(id(told.id))
                .setKind(told.kind)
                .setName(told.upstream ? "router " + told.upstreamCluster + " egress" : "a name")
                .setStartTimeUnixNano(told.startNanos)
                .setEndTimeUnixNano(told.endNanos);
        if (told.parent != 0) {
            span.setParentSpanId(id(told.parent));
        }
        if (told.weight > 1) {
            span.setTraceState(THRESHOLDS.get(told.weight));
        }
        for (Told link : told.links) {
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(traceId(link.traceId, mesh))
                    .setSpanId(id(link.id)));
        }
        if (told.dialect.isEnvoy()) {
            EnvoyWording.write(told, span);
        } else if (told.dialect == Dialect.LINKERD) {
            linkerd(told, span);
        } else {
            SdkWording.write(told, span);
        }
        return span.build();
    }

    static String grpcName(int status) {
        return GRPC_NAMES.getOrDefault(status, Integer.toString(status));
    }

    static void put(Span.Builder span, String key, String value) {
        span.addAttributes(
                KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value)));
    }

    static void put(Span.Builder span, String key, long value) {
        span.addAttributes(
                KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setIntValue(value)));
    }

    static void error(Span.Builder span) {
        span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    }

    private static void put(Resource.Builder resource, String key, String value) {
        resource.addAttributes(
                KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value)));
    }

    private static void linkerd(Told told, Span.Builder span) {
        Message message = told.message;
        put(span, "direction", isServer(told) ? "inbound" : "outbound");
        put(span, "http.request.method", message.method());
        put(span, "url.scheme", "http");
        put(span, "url.path", message.path());
        put(span, "network.transport", "tcp");
        if (!isServer(told)) {
            put(span, "server.address", told.target);
            put(span, "server.port", "8080");
        }
        if (message.grpc()) {
            put(span, "http.request.header.content-type", "application/grpc");
        }
        if (message.httpStatus() != 0) {
            put(span, "http.response.status_code", Integer.toString(message.httpStatus()));
        } else {
            error(span);
        }
    }

    private static ByteString traceId(long trace, long mesh) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(mesh + 1).putLong(trace).array());
    }

    private static ByteString id(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).array());
    }
}
