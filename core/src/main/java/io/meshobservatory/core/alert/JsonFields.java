/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads fields of a finding; each failure names the field and what was expected. Stateless. */
final class JsonFields {
    private JsonFields() {}

    static boolean isThere(JsonNode json, String field) {
        return json.hasNonNull(field);
    }

    static JsonNode object(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isObject()) {
            throw wrong(field, value, "an object");
        }
        return value;
    }

    /** The elements of a list, none where there is no such field. */
    static Iterable<JsonNode> elements(JsonNode json, String field) {
        if (!isThere(json, field)) {
            return List.of();
        }
        JsonNode value = required(json, field);
        if (!value.isArray()) {
            throw wrong(field, value, "a list");
        }
        return value;
    }

    static String text(JsonNode json, String field) {
        return text(field, required(json, field));
    }

    static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : elements(json, field)) {
            texts.add(text(field, value));
        }
        return texts;
    }

    static long whole(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, value, "a whole number of 64 bits");
        }
        return value.asLong();
    }

    /** NaN where it is null, since JSON cannot say it otherwise. */
    static double number(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value != null && value.isNull()) {
            return Double.NaN;
        }
        JsonNode number = required(json, field);
        if (!number.isNumber() || !Double.isFinite(number.asDouble())) {
            throw wrong(field, number, "a finite number or null");
        }
        return number.asDouble();
    }

    static boolean bool(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isBoolean()) {
            throw wrong(field, value, "true or false");
        }
        return value.asBoolean();
    }

    /** The constant that is written as this text or number. */
    static <E, V> E oneOf(E[] constants, Function<E, V> written, JsonNode json, String field) {
        JsonNode value = required(json, field);
        for (E constant : constants) {
            V expected = written.apply(constant);
            boolean same = expected instanceof Integer number
                    ? value.isIntegralNumber() && value.canConvertToInt() && value.asInt() == number
                    : value.isTextual() && value.asText().equals(expected);
            if (same) {
                return constant;
            }
        }
        throw wrong(
                field, value, "one of " + Arrays.stream(constants).map(written).toList());
    }

    private static String text(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw wrong(field, value, "a string");
        }
        return value.asText();
    }

    private static JsonNode required(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("field '" + field + "' is missing (expected: a mesh_alerts object)");
        }
        return value;
    }

    private static IllegalArgumentException wrong(String field, JsonNode value, String expected) {
        return new IllegalArgumentException("field '" + field + "': " + value + " (expected: " + expected + ")");
    }
}
