/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value that does not fit its field. The path is put together while the exception travels outwards, so that a good
 * document pays nothing for it.
 */
final class JsonMismatch extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_VALUE_CHARS = 60;

    private final StringBuilder path = new StringBuilder();
    private final String problem;

    private JsonMismatch(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    /** Says that {@code value} was found where {@code expected} (a noun phrase) had to be. */
    static JsonMismatch of(JsonNode value, String expected) {
        return new JsonMismatch(shorten(value) + " (expected: " + expected + ")");
    }

    /** A problem that no single value describes; {@code problem} is the whole text behind the path. */
    static JsonMismatch because(String problem) {
        return new JsonMismatch(problem);
    }

    JsonMismatch at(String key) {
        if (!path.isEmpty() && path.charAt(0) != '[') {
            path.insert(0, '.');
        }
        path.insert(0, shorten(key));
        return this;
    }

    JsonMismatch at(int index) {
        if (!path.isEmpty() && path.charAt(0) != '[') {
            path.insert(0, '.');
        }
        path.insert(0, "[" + index + "]");
        return this;
    }

    OtlpJsonException toPublic() {
        String place = path.isEmpty() ? "the document" : path.toString();
        return new OtlpJsonException(place + ": " + problem, this);
    }

    private static String shorten(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array of " + value.size();
            case STRING -> "\"" + shorten(value.textValue()) + "\"";
            case MISSING -> "nothing";
            case NULL, BOOLEAN, NUMBER, BINARY, POJO -> shorten(value.asText());
        };
    }

    private static String shorten(String text) {
        return text.length() <= MAX_VALUE_CHARS ? text : text.substring(0, MAX_VALUE_CHARS) + "...";
    }
}
