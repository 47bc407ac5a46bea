/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Envoy's response flags and their counts as a JSON object. Stateless and thread-safe. */
final class ResponseFlags {
    private static final JsonFactory JSON = new JsonFactory();

    private ResponseFlags() {}

    static String json(Map<String, Long> flags) {
        if (flags.isEmpty()) {
            return "{}";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Long> flag : flags.entrySet()) {
                // jsonb refuses U+0000 even where it is escaped
                json.writeNumberField(StoredText.clean(flag.getKey()), flag.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
