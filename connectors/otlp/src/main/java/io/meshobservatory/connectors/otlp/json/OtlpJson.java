/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * OTLP/JSON to the protobuf bytes of an {@code Export*ServiceRequest}. Reads what the OTLP specification defines (ids in
 * hexadecimal, enums as integers, 64-bit integers as strings or numbers, unknown keys ignored) and also what is seen
 * in the field: ids in base64, enums by name, snake_case keys, Tempo's {@code batches}, and the
 * {@code instrumentationLibrary*} names of older OTLP. A value of a wrong type, a key given twice, or two members of a
 * oneof are errors. Stateless and thread-safe.
 */
public final class OtlpJson {
    /**
     * A parsed document takes memory by its tokens: about 100 bytes each in the worst case. Telemetry has more than five
     * bytes of text to a token, so this is about 25 MiB of it.
     */
    static final int MAX_TOKENS = 5_000_000;

    private static final ObjectMapper MAPPER = new ObjectMapper(
                    // keys come from outside: they must not be kept in the JVM's table of interned strings
                    JsonFactory.builder()
                            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                            .streamReadConstraints(StreamReadConstraints.builder()
                                    .maxTokenCount(MAX_TOKENS)
                                    .build())
                            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private OtlpJson() {}

    /**
     * Converts one JSON document.
     *
     * @param json one object in UTF-8 (UTF-16 and UTF-32 are recognised), of at most five million tokens
     * @return the bytes of an {@code ExportTraceServiceRequest}, {@code ExportMetricsServiceRequest} or
     *     {@code ExportLogsServiceRequest}; empty for an object without known keys
     * @throws OtlpJsonException if the document is no JSON or no OTLP; the message says where and what was expected
     */
    public static byte[] toProtobuf(OtlpSignal signal, byte[] json) throws OtlpJsonException {
        JsonNode document;
        try {
            document = MAPPER.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new OtlpJsonException(describe(notJson), notJson);
        } catch (IOException notText) {
            throw new OtlpJsonException("not JSON: " + notText.getMessage(), notText);
        }
        return toProtobuf(signal, document);
    }

    /**
     * Converts a document that is parsed already.
     *
     * @throws OtlpJsonException if it is no OTLP; the message says where and what was expected
     */
    public static byte[] toProtobuf(OtlpSignal signal, JsonNode json) throws OtlpJsonException {
        Message.Builder message = newRequest(signal);
        try {
            JsonMessageReader.read(json, message);
        } catch (JsonMismatch mismatch) {
            throw mismatch.toPublic();
        }
        return message.build().toByteArray();
    }

    /** The signal that the top-level key of a document names; empty if it has none of the known keys. */
    public static Optional<OtlpSignal> detect(JsonNode json) {
        for (OtlpSignal signal : OtlpSignal.values()) {
            for (String key : topLevelKeys(signal)) {
                if (json.has(key)) {
                    return Optional.of(signal);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> topLevelKeys(OtlpSignal signal) {
        return switch (signal) {
            case SPANS -> List.of("resourceSpans", "batches", "resource_spans");
            case METRICS -> List.of("resourceMetrics", "resource_metrics");
            case LOGS -> List.of("resourceLogs", "resource_logs");
        };
    }

    private static Message.Builder newRequest(OtlpSignal signal) {
        return switch (signal) {
            case SPANS -> ExportTraceServiceRequest.newBuilder();
            case METRICS -> ExportMetricsServiceRequest.newBuilder();
            case LOGS -> ExportLogsServiceRequest.newBuilder();
        };
    }

    private static String describe(JsonProcessingException error) {
        JsonLocation location = error.getLocation();
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return "not JSON" + place + ": " + error.getOriginalMessage();
    }
}
