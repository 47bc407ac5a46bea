/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import com.google.protobuf.ByteString;
import io.meshobservatory.core.telemetry.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;

/** One span as a sender of some kind writes it, decoded from bytes. */
final class Dialect {
    private final SpanKind kind;
    private final List<KeyValue> resource = new ArrayList<>();
    private final List<KeyValue> attributes = new ArrayList<>();
    private boolean error;

    private Dialect(SpanKind kind) {
        this.kind = kind;
    }

    static Dialect client() {
        return new Dialect(SpanKind.SPAN_KIND_CLIENT);
    }

    static Dialect server() {
        return new Dialect(SpanKind.SPAN_KIND_SERVER);
    }

    static Dialect of(SpanKind kind) {
        return new Dialect(kind);
    }

    /** An application with an SDK in Kubernetes. */
    Dialect application(String name) {
        return resource("service.name", name)
                .resource("k8s.namespace.name", "shop")
                .resource("k8s.cluster.name", "c1");
    }

    /** An Istio sidecar, which tells its workload in the span. */
    Dialect sidecar(String name) {
        return resource("service.name", name + ".shop")
                .with("node_id", "sidecar~10.1.2.3~" + name + "-7d9f.shop~shop.svc.cluster.local")
                .with("istio.canonical_service", name)
                .with("istio.canonical_revision", "v3")
                .with("istio.namespace", "shop")
                .with("istio.cluster_id", "c1");
    }

    Dialect resource(String key, String value) {
        resource.add(attribute(key, AnyValue.newBuilder().setStringValue(value)));
        return this;
    }

    Dialect with(String key, String value) {
        attributes.add(attribute(key, AnyValue.newBuilder().setStringValue(value)));
        return this;
    }

    Dialect with(String key, long value) {
        attributes.add(attribute(key, AnyValue.newBuilder().setIntValue(value)));
        return this;
    }

    Dialect with(String key, boolean value) {
        attributes.add(attribute(key, AnyValue.newBuilder().setBoolValue(value)));
        return this;
    }

    Dialect statusError() {
        error = true;
        return this;
    }

    Span decode() {
        try {
            return new SpanDecoder().decode(request()).spans().get(0);
        } catch (OtlpDecodeException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private byte[] request() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        var resourceSpans = request.addResourceSpansBuilder();
        resourceSpans.getResourceBuilder().addAllAttributes(resource);
        var span = resourceSpans.addScopeSpansBuilder().addSpansBuilder();
        span.setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))
                .setSpanId(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 9}))
                .setKind(kind)
                .setStartTimeUnixNano(1_700_000_000_000_000_000L)
                .setEndTimeUnixNano(1_700_000_000_000_000_500L)
                .addAllAttributes(attributes);
        if (error) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        return request.build().toByteArray();
    }

    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
