/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import com.google.protobuf.ByteString;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceLinker;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Spans as the senders of a mesh write them, one request each, and the calls that are found in them. */
final class MeshTrace {
    static final long BASE_NANOS = 1_700_000_000_000_000_000L;

    private final List<Sent> sent = new ArrayList<>();

    /** A span of an application with an SDK. */
    Sent app(String service, SpanKind kind, long id, long parent) {
        return add(kind, id, parent)
                .resource("service.name", service)
                .resource("k8s.namespace.name", "shop")
                .resource("k8s.cluster.name", "c1")
                .resource("service.version", "app-1")
                .scope("io.opentelemetry.contrib");
    }

    /** A span of an Istio sidecar of the namespace shop. */
    Sent sidecar(String service, SpanKind kind, long id, long parent) {
        return istio("sidecar", service, "shop", kind, id, parent);
    }

    /** A span of one of Istio's proxies, with all of its default tags. */
    Sent istio(String type, String service, String namespace, SpanKind kind, long id, long parent) {
        return add(kind, id, parent)
                .resource("service.name", service + "." + namespace)
                .scope("envoy")
                .with("component", "proxy")
                .with(
                        "node_id",
                        type + "~10.0.0." + service.length() + "~" + service + "-v1-7745b6fcf4-mrz75." + namespace + "~"
                                + namespace + ".svc.cluster.local")
                .with("istio.canonical_service", service)
                .with("istio.canonical_revision", "v1")
                .with("istio.namespace", namespace)
                .with("istio.cluster_id", "c1")
                .with("http.status_code", "200")
                .with("http.method", "GET")
                .with("response_flags", "-");
    }

    /** A span of a proxy without Istio. */
    Sent envoy(String service, SpanKind kind, long id, long parent) {
        return add(kind, id, parent)
                .resource("service.name", service)
                .scope("envoy")
                .with("node_id", "")
                .with("component", "proxy")
                .with("http.status_code", "200")
                .with("response_flags", "-");
    }

    /** A span of Linkerd's proxy beside a deployment. */
    Sent linkerd(String deployment, SpanKind kind, long id, long parent) {
        return add(kind, id, parent)
                .resource("service.name", "linkerd-proxy")
                .resource("host.name", deployment + "-7745b6fcf4-mrz75")
                .resource("k8s.namespace.name", "shop")
                .with("direction", kind == SpanKind.SPAN_KIND_CLIENT ? "outbound" : "inbound")
                .with("http.request.method", "GET")
                .with("http.response.status_code", "200")
                .with("url.path", "/orders/4711");
    }

    Sent add(SpanKind kind, long id, long parent) {
        Sent span = new Sent(kind, id, parent);
        sent.add(span);
        return span;
    }

    /** What the decoder makes of them. */
    DecodedSpans decode() {
        SpanDecoder decoder = new SpanDecoder();
        List<Span> spans = new ArrayList<>();
        List<Alias> aliases = new ArrayList<>();
        for (Sent one : sent) {
            try {
                DecodedSpans decoded = decoder.decode(one.request());
                spans.addAll(decoded.spans());
                aliases.addAll(decoded.aliases());
            } catch (OtlpDecodeException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return new DecodedSpans(spans, List.of(), Map.of(), aliases);
    }

    /** The calls of all traces; however the spans are shuffled, they are the same. */
    List<Call> calls() {
        List<Call> calls = calls(decode().spans());
        for (int seed = 0; seed < 5; seed++) {
            List<Span> shuffled = new ArrayList<>(decode().spans());
            Collections.shuffle(shuffled, new Random(seed));
            if (!calls(shuffled).containsAll(calls)) {
                throw new AssertionError("the order of the spans matters: " + calls + " and " + calls(shuffled));
            }
        }
        return calls;
    }

    /** The calls in short: {@code source>destination}, with namespaces where they are not shop. */
    List<String> edges() {
        return calls().stream()
                .map(call -> name(call.edge().source()) + ">" + name(call.edge().destination()))
                .toList();
    }

    /** The only call. */
    Call only() {
        List<Call> calls = calls();
        if (calls.size() != 1) {
            throw new AssertionError("expected one call, not " + calls);
        }
        return calls.get(0);
    }

    private static List<Call> calls(List<Span> spans) {
        Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
        for (Span span : spans) {
            traces.computeIfAbsent(span.traceId(), any -> new ArrayList<>()).add(span);
        }
        return traces.values().stream()
                .flatMap(trace -> TraceLinker.link(SpanSet.distinct(trace)).stream())
                .toList();
    }

    private static String name(Node node) {
        return node.namespace().equals("shop") ? node.name() : node.namespace() + "/" + node.name();
    }

    static ByteString traceId(long number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(7).putLong(number).array());
    }

    static ByteString spanId(long number) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).array());
    }

    /** One span on its way. */
    static final class Sent {
        private final ResourceSpans.Builder resourceSpans = ResourceSpans.newBuilder();
        private final io.opentelemetry.proto.trace.v1.Span.Builder span;
        private String scope = "";

        private Sent(SpanKind kind, long id, long parent) {
            span = io.opentelemetry.proto.trace.v1.Span.newBuilder()
                    .setTraceId(traceId(1))
                    .setSpanId(spanId(id))
                    .setKind(kind)
                    .setStartTimeUnixNano(BASE_NANOS)
                    .setEndTimeUnixNano(BASE_NANOS + 1_000_000 * id);
            if (parent != 0) {
                span.setParentSpanId(spanId(parent));
            }
        }

        Sent resource(String key, String value) {
            resourceSpans.getResourceBuilder().addAttributes(attribute(key, value));
            return this;
        }

        Sent scope(String name) {
            scope = name;
            return this;
        }

        Sent with(String key, String value) {
            span.addAttributes(attribute(key, value));
            return this;
        }

        Sent trace(long number) {
            span.setTraceId(traceId(number));
            return this;
        }

        Sent traceState(String state) {
            span.setTraceState(state);
            return this;
        }

        Sent link(long trace, long spanNumber) {
            span.addLinksBuilder().setTraceId(traceId(trace)).setSpanId(spanId(spanNumber));
            return this;
        }

        byte[] request() {
            ResourceSpans.Builder whole = resourceSpans.clone();
            whole.addScopeSpansBuilder().addSpans(span).getScopeBuilder().setName(scope);
            return ExportTraceServiceRequest.newBuilder()
                    .addResourceSpans(whole)
                    .build()
                    .toByteArray();
        }

        private static KeyValue attribute(String key, String value) {
            return KeyValue.newBuilder()
                    .setKey(key)
                    .setValue(AnyValue.newBuilder().setStringValue(value))
                    .build();
        }
    }
}
