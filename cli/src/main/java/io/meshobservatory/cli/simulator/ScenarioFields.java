/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a scenario, read field by field. Each read notes the field as known; {@link #rejectUnknown} then finds
 * those that nobody asked for. Errors name the path of the field, such as {@code services[2].latency.p50_ms}.
 */
final class ScenarioFields {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final String path;
    private final JsonNode node;
    private final Set<String> known = new LinkedHashSet<>();

    ScenarioFields(String path, JsonNode node) throws ScenarioException {
        this.path = path;
        this.node = node;
        if (!node.isObject()) {
            throw new ScenarioException((path.isEmpty() ? "the scenario" : path) + ": " + shown(node)
                    + " (expected: fields with values, as 'name: ...')");
        }
    }

    /** Whether a field is there; an empty list is. */
    boolean has(String field) {
        return value(field) != null;
    }

    /** A mapping, null if it is absent. */
    @Nullable
    ScenarioFields mapping(String field) throws ScenarioException {
        JsonNode value = value(field);
        return value == null ? null : new ScenarioFields(at(field), value);
    }

    /** A list of mappings, empty if it is absent. */
    List<ScenarioFields> mappings(String field) throws ScenarioException {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw mismatch(field, "a list, each item behind '- '");
        }
        List<ScenarioFields> items = new ArrayList<>();
        for (JsonNode item : value) {
            items.add(new ScenarioFields(at(field) + "[" + items.size() + "]", item));
        }
        return items;
    }

    /** A list of texts, empty if it is absent. */
    List<String> texts(String field) throws ScenarioException {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw mismatch(field, "a list of texts, as [a, b]");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isValueNode() || item.asText().isBlank()) {
                throw mismatch(field, "a list of texts, as [a, b]");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    String text(String field) throws ScenarioException {
        return required(field, textOrNull(field));
    }

    String text(String field, String otherwise) throws ScenarioException {
        String value = textOrNull(field);
        return value == null ? otherwise : value;
    }

    @Nullable
    String textOrNull(String field) throws ScenarioException {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isValueNode() || value.asText().isBlank()) {
            throw mismatch(field, "a text");
        }
        return value.asText();
    }

    /** A name that Kubernetes takes for a service or a namespace. */
    String label(String field) throws ScenarioException {
        return checkedLabel(field, text(field));
    }

    String label(String field, String otherwise) throws ScenarioException {
        return checkedLabel(field, text(field, otherwise));
    }

    double number(String field, double otherwise, double min, double max) throws ScenarioException {
        return number(field, otherwise, min, max, "a number from " + plain(min) + " to " + plain(max));
    }

    double positive(String field) throws ScenarioException {
        required(field, value(field));
        return number(field, 0, Double.MIN_VALUE, Double.MAX_VALUE, "a number above 0");
    }

    double ratio(String field, double otherwise) throws ScenarioException {
        return number(field, otherwise, 0, 1);
    }

    int integer(String field, int otherwise, int min, int max) throws ScenarioException {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < min || value.asInt() > max) {
            throw mismatch(field, "a whole number from " + min + " to " + max);
        }
        return value.asInt();
    }

    boolean bool(String field, boolean otherwise) throws ScenarioException {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw mismatch(field, "true or false");
        }
        return value.asBoolean();
    }

    /** Refuses fields that were not read, with the nearest name that was. To be called last. */
    void rejectUnknown() throws ScenarioException {
        for (var member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw new ScenarioException(at(member.getKey()) + ": unknown field"
                        + NearestName.suggestion(member.getKey(), known) + " (expected: one of "
                        + String.join(", ", known) + ")");
            }
        }
    }

    ScenarioException mismatch(String field, String expected) {
        JsonNode value = node.get(field);
        return new ScenarioException(
                at(field) + ": " + (value == null ? "missing" : shown(value)) + " (expected: " + expected + ")");
    }

    private double number(String field, double otherwise, double min, double max, String expected)
            throws ScenarioException {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || !(value.asDouble() >= min && value.asDouble() <= max)) {
            throw mismatch(field, expected);
        }
        return value.asDouble();
    }

    private String checkedLabel(String field, String value) throws ScenarioException {
        if (!DNS_LABEL.matcher(value).matches()) {
            throw mismatch(field, "a Kubernetes name: at most 63 lower-case letters, digits and '-'");
        }
        return value;
    }

    private <T> T required(String field, @Nullable T value) throws ScenarioException {
        if (value == null) {
            throw mismatch(field, "a value; the field is required");
        }
        return value;
    }

    private @Nullable JsonNode value(String field) {
        known.add(field);
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
