/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meshobservatory.core.graph.Node;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes values so that the same value is the same text, and no value makes the text unreadable. */
final class FindingJson {
    /** Whole numbers below it are exact in a double, and written without an exponent. */
    private static final double EXACT = 1L << 53;

    private static final char REPLACEMENT = '\ufffd';

    private final JsonGenerator json;

    FindingJson(JsonGenerator json) {
        this.json = json;
    }

    void open() throws IOException {
        json.writeStartObject();
    }

    void open(String field) throws IOException {
        json.writeObjectFieldStart(field);
    }

    void close() throws IOException {
        json.writeEndObject();
    }

    void openList(String field) throws IOException {
        json.writeArrayFieldStart(field);
    }

    void closeList() throws IOException {
        json.writeEndArray();
    }

    void text(String field, String text) throws IOException {
        json.writeStringField(field, readable(text));
    }

    /** An element of a list. */
    void text(String text) throws IOException {
        json.writeString(readable(text));
    }

    void bool(String field, boolean value) throws IOException {
        json.writeBooleanField(field, value);
    }

    void number(String field, long number) throws IOException {
        json.writeNumberField(field, number);
    }

    /** Null for what is no finite number. */
    void number(String field, double number) throws IOException {
        if (!Double.isFinite(number)) {
            json.writeNullField(field);
        } else if (number == Math.rint(number) && Math.abs(number) < EXACT) {
            json.writeNumberField(field, (long) number);
        } else {
            json.writeNumberField(field, number);
        }
    }

    void node(String field, @Nullable Node node) throws IOException {
        if (node == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        text("cluster", node.cluster());
        text("namespace", node.namespace());
        text("name", node.name());
        text("kind", node.kind().name());
        json.writeEndObject();
    }

    /** The same text if stores can hold it. Halves of surrogate pairs cannot be encoded, and PostgreSQL refuses U+0000. */
    static String readable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isUnfit(c) || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder readable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            readable.appendCodePoint(half || isUnfit(character) ? REPLACEMENT : character);
        }
        return readable.toString();
    }

    private static boolean isUnfit(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t';
    }
}
