/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Names and their counts as a JSON object. Stateless and thread-safe. */
final class JsonCounts {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonCounts() {}

    static String of(Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return "{}";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                // jsonb refuses U+0000 even where it is escaped
                json.writeNumberField(StoredText.clean(count.getKey()), count.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
