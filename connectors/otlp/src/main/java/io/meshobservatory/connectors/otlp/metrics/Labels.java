/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.graph.Node;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a point by their Prometheus names: dots are underscores, and Envoy's own prefix is left out, which comes
 * with some senders and not with others. A value of more than {@value #MAX_LENGTH} characters reads as absent, but still tells
 * one series from another. Immutable.
 */
final class Labels {
    /** Longer than any name, host, identity or flag that means something. */
    static final int MAX_LENGTH = 1024;

    private static final String ENVOY = "envoy_";

    private final Map<String, String> values;

    private Labels(Map<String, String> values) {
        this.values = values;
    }

    static Labels of(List<KeyValue> attributes) {
        Map<String, String> values = new TreeMap<>();
        for (KeyValue attribute : attributes) {
            String value = text(attribute.getValue());
            if (!value.isEmpty()) {
                String key = attribute.getKey().replace('.', '_');
                values.put(key.startsWith(ENVOY) ? key.substring(ENVOY.length()) : key, value);
            }
        }
        return new Labels(values);
    }

    /** The value, null where there is none, or it is empty (scrapers leave empty labels out) or too long. */
    @Nullable
    String get(String key) {
        String value = values.get(key);
        return value == null || value.length() > MAX_LENGTH ? null : value;
    }

    /** The value of the first of these labels that tells something; null where all are absent, {@code unknown} or {@code -}. */
    @Nullable
    String told(String... keys) {
        for (String key : keys) {
            String value = get(key);
            if (value != null && !value.equals(Node.UNKNOWN_NAME) && !value.equals("-")) {
                return value;
            }
        }
        return null;
    }

    /** Like {@link #told}, but empty instead of null. */
    String toldOrEmpty(String key) {
        String value = told(key);
        return value == null ? "" : value;
    }

    boolean is(String key, String value) {
        return value.equals(get(key));
    }

    /** All labels in the order of their keys, except some; as a text that is the same for the same labels. */
    String textWithout(List<String> except) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> {
            if (!except.contains(key)) {
                text.append(key).append('=').append(value).append('\u0000');
            }
        });
        return text.toString();
    }

    /** The text of an attribute's value: numbers and truth values as they are written, anything else empty. */
    static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            default -> "";
        };
    }
}
