/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The reading half of {@link EdgeRowJson}: strict about types, so that a wrong one never reads as 0. */
final class EdgeRowReader {
    private EdgeRowReader() {}

    static EdgeRow read(byte[] bytes, ObjectMapper mapper) {
        JsonNode json;
        try {
            json = mapper.readTree(bytes);
        } catch (IOException notJson) {
            throw new IllegalArgumentException("not JSON: " + notJson.getMessage(), notJson);
        }
        Edge edge = new Edge(
                node(json, "source"),
                string(object(json, "source"), "version"),
                node(json, "destination"),
                string(object(json, "destination"), "version"),
                string(json, "protocol"));
        return new EdgeRow(
                windowSize(whole(json, "window_seconds")),
                millis(json, "window_start"),
                edge,
                traffic(json),
                new Security(
                        whole(json, "mutual_tls_calls"),
                        whole(json, "plain_text_calls"),
                        whole(json, "unobserved_tls_calls"),
                        text(json, "source_principal"),
                        text(json, "destination_principal")),
                coverage(json),
                basis(object(json, "basis")),
                latency(json, "client_latency"),
                latency(json, "server_latency"),
                millis(json, "first_seen"),
                millis(json, "last_seen"),
                text(json, "slowest_trace_id"),
                text(json, "error_trace_id"));
    }

    private static Traffic traffic(JsonNode json) {
        JsonNode errors = object(json, "errors_by_class");
        JsonNode rejected = object(json, "rejected");
        return new Traffic(
                whole(json, "calls"),
                new OutcomeCounts(
                        whole(errors, "http_5xx"),
                        whole(errors, "grpc"),
                        whole(errors, "no_response"),
                        whole(errors, "status"),
                        whole(rejected, "http_4xx"),
                        whole(rejected, "grpc"),
                        whole(json, "faults_injected")),
                counts(json, "response_flags"),
                counts(json, "denials"),
                counts(json, "operations"),
                whole(json, "request_bytes"),
                whole(json, "response_bytes"),
                whole(json, "connections_opened"),
                whole(json, "connections_closed"));
    }

    private static Coverage coverage(JsonNode json) {
        JsonNode evidence = object(json, "sampled_by_evidence");
        return new Coverage(
                whole(json, "sampled_calls"),
                whole(evidence, "both_sides"),
                whole(evidence, "caller_only"),
                whole(evidence, "callee_only"),
                whole(evidence, "caller_missing"),
                whole(json, "context_lost_calls"));
    }

    private static Basis basis(JsonNode json) {
        return new Basis(
                signal(json, "calls"), signal(json, "bytes"), signal(json, "latency"), signal(json, "security"));
    }

    private static Signal signal(JsonNode json, String field) {
        String name = string(json, field);
        for (Signal signal : Signal.values()) {
            if (signal.name().equals(name)) {
                return signal;
            }
        }
        throw wrong(field, required(json, field), "one of " + Arrays.toString(Signal.values()));
    }

    private static JsonNode required(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("field '" + field + "' is missing (expected: a mesh_edges object)");
        }
        return value;
    }

    private static IllegalArgumentException wrong(String field, JsonNode value, String expected) {
        return new IllegalArgumentException("field '" + field + "': " + value + " (expected: " + expected + ")");
    }

    private static JsonNode object(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isObject()) {
            throw wrong(field, value, "an object");
        }
        return value;
    }

    private static long whole(JsonNode json, String field) {
        return whole(field, required(json, field));
    }

    private static long whole(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, value, "a whole number of 64 bits");
        }
        return value.asLong();
    }

    private static double number(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isNumber()) {
            throw wrong(field, value, "a number");
        }
        return value.asDouble();
    }

    private static String string(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isTextual()) {
            throw wrong(field, value, "a string");
        }
        return value.asText();
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : string(json, field);
    }

    private static long millis(JsonNode json, String field) {
        try {
            return Instant.parse(string(json, field)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            throw new IllegalArgumentException(
                    wrong(field, required(json, field), "a time like 2026-01-31T12:00:00Z")
                            .getMessage(),
                    notATime);
        }
    }

    private static Node node(JsonNode json, String field) {
        JsonNode node = object(json, field);
        return new Node(string(node, "cluster"), string(node, "namespace"), string(node, "name"), kind(node));
    }

    private static NodeKind kind(JsonNode node) {
        String name = string(node, "kind");
        for (NodeKind kind : NodeKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw wrong("kind", required(node, "kind"), "one of " + Arrays.toString(NodeKind.values()));
    }

    private static Map<String, Long> counts(JsonNode json, String field) {
        Map<String, Long> counts = new TreeMap<>();
        object(json, field).properties().forEach(count -> counts.put(count.getKey(), whole(field, count.getValue())));
        return counts;
    }

    private static @Nullable LatencySummary latency(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        JsonNode latency = object(json, field);
        byte[] sketch;
        string(latency, "sketch");
        try {
            sketch = required(latency, "sketch").binaryValue();
        } catch (IOException notBase64) {
            throw new IllegalArgumentException("field 'sketch' is not base64: " + notBase64.getMessage(), notBase64);
        }
        return new LatencySummary(
                whole(latency, "calls"),
                number(latency, "mean_ms"),
                number(latency, "p50_ms"),
                number(latency, "p95_ms"),
                number(latency, "p99_ms"),
                sketch);
    }

    private static WindowSize windowSize(long seconds) {
        for (WindowSize size : WindowSize.values()) {
            if (size.seconds() == seconds) {
                return size;
            }
        }
        throw new IllegalArgumentException("field 'window_seconds': " + seconds + " (expected: 10, 60 or 3600)");
    }
}
