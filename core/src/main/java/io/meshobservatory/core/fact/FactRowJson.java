/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The public JSON form of a {@link FactRow}: what the topic {@code mesh_facts} carries. Its schema is
 * docs/schemas/mesh_facts.schema.json. Stateless and thread-safe.
 */
public final class FactRowJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private FactRowJson() {}

    /**
     * The row as one JSON object in UTF-8, without white space.
     *
     * @throws IllegalArgumentException if the value is no finite number, which JSON cannot carry
     */
    public static byte[] write(FactRow row) {
        if (!Double.isFinite(row.value())) {
            throw new IllegalArgumentException(
                    "value of " + row.kind().label() + ": " + row.value() + " (expected: a finite number)");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField(
                    "window_start",
                    Instant.ofEpochMilli(row.windowStartMillis()).toString());
            writeNode(json, "node", row.node());
            writeNode(json, "peer", row.peer());
            json.writeStringField("fact", row.kind().label());
            json.writeStringField("detail", row.detail());
            json.writeNumberField("value", row.value());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no such object; the message says which field is wrong
     */
    public static FactRow read(byte[] bytes) {
        JsonNode json;
        try {
            json = MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            throw new IllegalArgumentException("not JSON: " + notJson.getMessage(), notJson);
        }
        JsonNode peer = json.get("peer");
        return new FactRow(
                millis(json, "window_start"),
                node(json, "node"),
                peer == null || peer.isNull() ? null : node(json, "peer"),
                oneOf(FactKind.values(), FactKind::label, json, "fact"),
                string(json, "detail"),
                finite(json, "value"));
    }

    private static void writeNode(JsonGenerator json, String field, @Nullable Node node) throws IOException {
        if (node == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        json.writeStringField("cluster", node.cluster());
        json.writeStringField("namespace", node.namespace());
        json.writeStringField("name", node.name());
        json.writeStringField("kind", node.kind().name());
        json.writeEndObject();
    }

    private static Node node(JsonNode json, String field) {
        JsonNode node = required(json, field);
        if (!node.isObject()) {
            throw wrong(field, node, "an object");
        }
        return new Node(
                string(node, "cluster"),
                string(node, "namespace"),
                string(node, "name"),
                oneOf(NodeKind.values(), NodeKind::name, node, "kind"));
    }

    private static <E> E oneOf(E[] values, Function<E, String> name, JsonNode json, String field) {
        String given = string(json, field);
        for (E value : values) {
            if (name.apply(value).equals(given)) {
                return value;
            }
        }
        String names = Arrays.toString(Arrays.stream(values).map(name).toArray());
        throw wrong(field, required(json, field), "one of " + names);
    }

    private static double finite(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw wrong(field, value, "a finite number");
        }
        return value.asDouble();
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

    private static String string(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isTextual()) {
            throw wrong(field, value, "a string");
        }
        return value.asText();
    }

    private static JsonNode required(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("field '" + field + "' is missing (expected: a mesh_facts object)");
        }
        return value;
    }

    private static IllegalArgumentException wrong(String field, JsonNode value, String expected) {
        return new IllegalArgumentException("field '" + field + "': " + value + " (expected: " + expected + ")");
    }
}
