/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The answer of Grafana Tempo's search as spans of OTLP. A search returns the spans that matched, with the attributes that
 * were asked for, and less than a span has:
 *
 * <ul>
 *   <li>Attributes of the resource stand among those of the span; {@code service.*} (but not {@code service.peer.*}),
 *       {@code k8s.*}, {@code host.*} and {@code telemetry.*} are put back.
 *   <li>The kind is the attribute {@code kind}, if it was asked for. Else Envoy's {@code upstream_cluster} tells it, SERVER
 *       where that is inbound and CLIENT where it is outbound; spans of a waypoint are SERVER spans.
 *   <li>There are no parents. They are inferred: the parent of a span is the smallest span of its trace that encloses it
 *       in time. That may be wrong where spans run side by side or clocks differ; nothing else is there to go by.
 * </ul>
 *
 * <p>Ids are hexadecimal, perhaps without leading zeros. Stateless and thread-safe.
 */
public final class TempoSearch {
    private static final int TRACE_ID_DIGITS = 32;
    private static final int SPAN_ID_DIGITS = 16;

    private TempoSearch() {}

    /** Whether a document is the answer of a search. */
    public static boolean matches(JsonNode json) {
        return json.path("traces").isArray();
    }

    /**
     * The spans of the answer.
     *
     * @return the bytes of an {@code ExportTraceServiceRequest}
     * @throws OtlpJsonException if it is none; the message says where and what was expected
     */
    public static byte[] toProtobuf(JsonNode json) throws OtlpJsonException {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        try {
            int index = 0;
            for (JsonNode trace : json.path("traces")) {
                try {
                    readTrace(trace, request);
                } catch (JsonMismatch mismatch) {
                    throw mismatch.at(index).at("traces");
                }
                index++;
            }
        } catch (JsonMismatch mismatch) {
            throw mismatch.toPublic();
        }
        return request.build().toByteArray();
    }

    private static void readTrace(JsonNode trace, ExportTraceServiceRequest.Builder request) throws JsonMismatch {
        requireObject(trace);
        ByteString traceId = id(trace, "traceID", TRACE_ID_DIGITS);
        List<FoundSpan> found = new ArrayList<>();
        Set<ByteString> ids = new HashSet<>();
        // Tempo repeats the only set of spans under the older key
        readSpans(trace.path("spanSet"), "spanSet", found, ids);
        JsonNode sets = trace.path("spanSets");
        for (int i = 0; i < sets.size(); i++) {
            try {
                readSpans(sets.get(i), "", found, ids);
            } catch (JsonMismatch mismatch) {
                throw mismatch.at(i).at("spanSets");
            }
        }
        for (FoundSpan span : EnclosingSpans.withParents(found)) {
            span.span().setTraceId(traceId);
            request.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(span.resource())
                    .addScopeSpans(ScopeSpans.newBuilder().addSpans(span.span())));
        }
    }

    private static void readSpans(JsonNode set, String key, List<FoundSpan> found, Set<ByteString> ids)
            throws JsonMismatch {
        JsonNode spans = set.path("spans");
        for (int i = 0; i < spans.size(); i++) {
            try {
                FoundSpan span = readSpan(spans.get(i));
                if (ids.add(span.span().getSpanId())) {
                    found.add(span);
                }
            } catch (JsonMismatch mismatch) {
                JsonMismatch placed = mismatch.at(i).at("spans");
                throw key.isEmpty() ? placed : placed.at(key);
            }
        }
    }

    private static FoundSpan readSpan(JsonNode json) throws JsonMismatch {
        requireObject(json);
        long start = nanos(json, "startTimeUnixNano");
        Span.Builder span = Span.newBuilder()
                .setSpanId(id(json, "spanID", SPAN_ID_DIGITS))
                .setName(json.path("name").asText(""))
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + nanos(json, "durationNanos"));
        Resource.Builder resource = Resource.newBuilder();
        SpanHints hints = new SpanHints();
        JsonNode attributes = json.path("attributes");
        for (int i = 0; i < attributes.size(); i++) {
            KeyValue.Builder attribute = KeyValue.newBuilder();
            try {
                JsonMessageReader.read(attributes.get(i), attribute);
            } catch (JsonMismatch mismatch) {
                throw mismatch.at(i).at("attributes");
            }
            hints.see(attribute.getKey(), attribute.getValue().getStringValue());
            if (isOfResource(attribute.getKey())) {
                resource.addAttributes(attribute);
            } else {
                span.addAttributes(attribute);
            }
        }
        span.setKind(hints.kind());
        if (hints.isError()) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        return new FoundSpan(span, resource.build());
    }

    private static boolean isOfResource(String key) {
        return key.startsWith("k8s.")
                || key.startsWith("host.")
                || key.startsWith("telemetry.")
                || (key.startsWith("service.") && !key.startsWith("service.peer."));
    }

    private static void requireObject(JsonNode json) throws JsonMismatch {
        if (!json.isObject()) {
            throw JsonMismatch.of(json, "an object");
        }
    }

    private static ByteString id(JsonNode json, String key, int digits) throws JsonMismatch {
        JsonNode value = json.path(key);
        String text = value.asText("");
        boolean hex = value.isTextual() && !text.isEmpty() && text.length() <= digits;
        for (int i = 0; hex && i < text.length(); i++) {
            hex = HexFormat.isHexDigit(text.charAt(i));
        }
        if (!hex) {
            throw JsonMismatch.of(value, "1 to " + digits + " hexadecimal digits")
                    .at(key);
        }
        return ByteString.copyFrom(HexFormat.of().parseHex("0".repeat(digits - text.length()) + text));
    }

    private static long nanos(JsonNode json, String key) throws JsonMismatch {
        JsonNode value = json.path(key);
        String text = value.asText("");
        boolean number = (value.isTextual() || value.isIntegralNumber()) && !text.isEmpty() && text.length() <= 19;
        for (int i = 0; number && i < text.length(); i++) {
            number = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (number && (text.length() < 19 || text.compareTo("9223372036854775807") <= 0)) {
            return Long.parseLong(text);
        }
        throw JsonMismatch.of(value, "nanoseconds, as a number or a string").at(key);
    }

    /** A span of the answer, and what of its attributes belongs to its resource. */
    record FoundSpan(Span.Builder span, Resource resource) {}
}
