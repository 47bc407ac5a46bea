/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which JSON key means which field of a message: the lowerCamelCase of OTLP/JSON, the snake_case of the definition, and
 * the names that older OTLP and Tempo used. Thread-safe; the tables are built once for each message type.
 */
final class JsonFields {
    private static final Map<String, String> OLDER_NAMES = Map.of(
            "batches", "resource_spans",
            "instrumentationLibrarySpans", "scope_spans",
            "instrumentationLibraryMetrics", "scope_metrics",
            "instrumentationLibraryLogs", "scope_logs",
            "instrumentationLibrary", "scope");

    private static final Map<Descriptor, Map<String, FieldDescriptor>> BY_TYPE = new ConcurrentHashMap<>();

    private JsonFields() {}

    /** The field that {@code key} names in messages of {@code type}; null if there is none. */
    static @Nullable FieldDescriptor find(Descriptor type, String key) {
        return BY_TYPE.computeIfAbsent(type, JsonFields::table).get(key);
    }

    private static Map<String, FieldDescriptor> table(Descriptor type) {
        Map<String, FieldDescriptor> table = new HashMap<>();
        for (FieldDescriptor field : type.getFields()) {
            table.put(field.getName(), field);
            table.put(field.getJsonName(), field);
        }
        OLDER_NAMES.forEach((older, name) -> {
            FieldDescriptor field = type.findFieldByName(name);
            if (field != null) {
                table.put(older, field);
            }
        });
        return Map.copyOf(table);
    }
}
