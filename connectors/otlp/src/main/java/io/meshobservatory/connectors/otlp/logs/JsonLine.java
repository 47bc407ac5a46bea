/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads lines that are a JSON object: numbers typed or as strings, {@code null} for what is missing. Thread-safe. */
final class JsonLine {
    /** Names come from outside: they must not be kept in the JVM's table of interned strings. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonLine() {}

    /** Whether text that could not be read was meant to be an access log: it names a field that only they have. */
    static boolean resembles(String line) {
        return line.contains("\"upstream_cluster\"")
                || line.contains("\"response_flags\"")
                || line.contains("\"src.addr\"");
    }

    /** Reads an object; false if the text is not exactly one. What was read until then is in the fields. */
    static boolean read(String line, int from, int to, Fields into) {
        try (JsonParser json = FACTORY.createParser(line.substring(from, to))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                Field field = Field.of(json.currentName());
                JsonToken value = json.nextToken();
                if (value.isStructStart()) {
                    json.skipChildren();
                } else if (field != null) {
                    into.put(field, value == JsonToken.VALUE_NULL ? "" : json.getText());
                }
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }
}
