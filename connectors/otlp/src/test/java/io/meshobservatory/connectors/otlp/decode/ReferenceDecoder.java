/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The plain way: protobuf-java parses everything, and a loop over all attributes picks the known ones. */
final class ReferenceDecoder {
    private static final Map<String, AttributeKey> KEYS = new HashMap<>();

    static {
        for (AttributeKey key : AttributeKey.values()) {
            KEYS.put(key.key(), key);
        }
    }

    private final SpanCollector collector = new SpanCollector();

    DecodedSpans decode(byte[] request) throws InvalidProtocolBufferException {
        List<io.meshobservatory.core.telemetry.Span> spans = new ArrayList<>();
        collector.beginRequest(span -> spans.add(span.toSpan()));
        for (ResourceSpans resourceSpans :
                ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
            Attributes resource = new Attributes();
            fill(resource, resourceSpans.getResource().getAttributesList());
            collector.beginResource(null);
            for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
                collector.beginList();
                for (Span span : scopeSpans.getSpansList()) {
                    collector.add(raw(span, scopeSpans.getScope().getName()), resource);
                }
            }
        }
        return DecodedSpans.of(spans, collector.endRequest());
    }

    private static RawSpan raw(Span span, String scope) {
        RawSpan raw = new RawSpan(null);
        raw.scope = scope.isEmpty()
                ? RawSpan.Scope.UNNAMED
                : scope.equals("envoy") ? RawSpan.Scope.ENVOY : RawSpan.Scope.OTHER;
        raw.weight = SampleWeight.ofTraceState(span.getTraceState());
        for (Span.Link link : span.getLinksList()) {
            raw.links.add(id(link.getTraceId()), id(link.getSpanId()));
        }
        set(raw.traceId, span.getTraceId());
        set(raw.spanId, span.getSpanId());
        raw.parentSpanId = span.getParentSpanId().size() == 8
                ? span.getParentSpanId().asReadOnlyByteBuffer().getLong()
                : 0;
        raw.kind = span.getKindValue();
        raw.startNanos = span.getStartTimeUnixNano();
        raw.endNanos = span.getEndTimeUnixNano();
        raw.statusCode = span.getStatus().getCodeValue();
        fill(raw.attributes, span.getAttributesList());
        return raw;
    }

    private static RawSpan.RawId id(ByteString bytes) {
        RawSpan.RawId id = new RawSpan.RawId();
        set(id, bytes);
        return id;
    }

    private static void set(RawSpan.RawId id, ByteString bytes) {
        id.set(bytes.toByteArray(), 0, bytes.size());
    }

    private static void fill(Attributes attributes, List<KeyValue> keyValues) {
        for (KeyValue keyValue : keyValues) {
            AttributeKey key = KEYS.get(keyValue.getKey());
            if (key != null) {
                put(attributes, key, keyValue.getValue());
            }
        }
    }

    private static void put(Attributes attributes, AttributeKey key, AnyValue value) {
        switch (value.getValueCase()) {
            case STRING_VALUE -> attributes.put(key, value.getStringValue());
            case INT_VALUE -> attributes.put(key, value.getIntValue());
            case BOOL_VALUE -> attributes.put(key, value.getBoolValue());
            default -> attributes.putOther(key);
        }
    }
}
