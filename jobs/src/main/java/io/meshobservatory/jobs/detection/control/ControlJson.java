/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.control;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.Scope;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of {@code mesh_control}; its schema is docs/schemas/mesh_control.schema.json. Strict: what is not known is an error,
 * as a suppression with a misspelt field would hide more than was meant. Stateless and thread-safe.
 */
public final class ControlJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> COMMON =
            Set.of("type", "id", "kind", "source", "destination", "resource", "reason", "from", "expires");
    private static final String LEAST_CONFIDENCE = "min_confidence";

    private ControlJson() {}

    /**
     * Reads a record.
     *
     * @param value the record's value
     * @param writtenMillis when it was written: from then on it holds, unless it says otherwise
     * @throws IllegalArgumentException if it is no such record; the message says which field is wrong
     */
    public static Control read(byte[] value, long writtenMillis) {
        JsonNode json;
        try {
            json = MAPPER.readTree(value);
        } catch (IOException notJson) {
            throw new IllegalArgumentException("not JSON: " + notJson.getMessage(), notJson);
        }
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException("not a JSON object (expected: a mesh_control object)");
        }
        Control.Type type = type(json);
        requireKnownFields(json, type);
        String id = text(json, "id");
        String reason = text(json, "reason");
        if (id == null || id.isBlank()) {
            throw wrong("id", json.get("id"), "a name of your choice");
        }
        if (reason == null || reason.isBlank()) {
            throw wrong("reason", json.get("reason"), "why, for whoever reads it later");
        }
        Scope scope = new Scope(kind(json), text(json, "source"), text(json, "destination"), text(json, "resource"));
        if (scope.isAll() && type != Control.Type.THRESHOLD) {
            throw new IllegalArgumentException(
                    "neither kind, source, destination nor resource is given (expected: at least one of them)");
        }
        Long from = millis(json, "from");
        Long until = millis(json, "expires");
        if (until == null && type == Control.Type.SUPPRESSION) {
            throw wrong("expires", json.get("expires"), "a time like 2026-01-31T12:00:00Z: a suppression must end");
        }
        long fromMillis = from == null ? writtenMillis : from;
        if (until != null && until <= fromMillis) {
            throw wrong("expires", json.get("expires"), "after " + Instant.ofEpochMilli(fromMillis));
        }
        return new Control(
                id,
                type,
                scope,
                type == Control.Type.THRESHOLD ? share(json) : 0,
                reason,
                fromMillis,
                until == null ? Long.MAX_VALUE : until);
    }

    private static Control.Type type(JsonNode json) {
        String name = text(json, "type");
        for (Control.Type type : Control.Type.values()) {
            if (type != Control.Type.REMOVAL
                    && type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        throw wrong("type", json.get("type"), "suppression, release or threshold");
    }

    private static void requireKnownFields(JsonNode json, Control.Type type) {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            boolean known = COMMON.contains(name) || (type == Control.Type.THRESHOLD && name.equals(LEAST_CONFIDENCE));
            if (!known) {
                throw new IllegalArgumentException("field '" + name + "' is not known (expected: one of "
                        + COMMON.stream().sorted().toList() + ", and for a threshold " + LEAST_CONFIDENCE + ")");
            }
        }
    }

    private static @Nullable AlertKind kind(JsonNode json) {
        String name = text(json, "kind");
        if (name == null) {
            return null;
        }
        for (AlertKind kind : AlertKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw wrong("kind", json.get("kind"), "one of " + Arrays.toString(AlertKind.values()));
    }

    private static double share(JsonNode json) {
        JsonNode value = json.get(LEAST_CONFIDENCE);
        if (value == null || !value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() <= 1)) {
            throw wrong(LEAST_CONFIDENCE, value, "a number from 0 to 1");
        }
        return value.asDouble();
    }

    private static @Nullable Long millis(JsonNode json, String field) {
        String text = text(json, field);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            throw new IllegalArgumentException(
                    wrong(field, json.get(field), "a time like 2026-01-31T12:00:00Z")
                            .getMessage(),
                    notATime);
        }
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(field, value, "a string");
        }
        return value.asText();
    }

    private static IllegalArgumentException wrong(String field, @Nullable JsonNode value, String expected) {
        return new IllegalArgumentException(
                "field '" + field + "': " + (value == null ? "missing" : value) + " (expected: " + expected + ")");
    }
}
