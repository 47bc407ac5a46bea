/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The fields of type {@code bytes}. OTLP/JSON writes trace and span ids in hexadecimal and all other bytes in base64;
 * plain protobuf JSON writes ids in base64 too. The two forms of an id differ in length, so each id is decided alone.
 */
final class JsonBytes {
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final int TRACE_ID_DIGITS = 2 * TRACE_ID_BYTES;
    private static final int SPAN_ID_DIGITS = 2 * SPAN_ID_BYTES;
    private static final HexFormat HEX = HexFormat.of();

    private JsonBytes() {}

    /** Reads the value of the {@code bytes} field with this protobuf name; an empty id is "not set". */
    static ByteString read(String fieldName, JsonNode value) throws JsonMismatch {
        if (!value.isTextual()) {
            throw JsonMismatch.of(value, "a string");
        }
        String text = value.textValue();
        return switch (fieldName) {
            case "trace_id" -> ByteString.copyFrom(traceId(value, text));
            case "span_id", "parent_span_id" -> ByteString.copyFrom(spanId(value, text));
            default -> ByteString.copyFrom(base64(value, text));
        };
    }

    private static byte[] traceId(JsonNode value, String text) throws JsonMismatch {
        if (text.isEmpty()) {
            return new byte[0];
        }
        if (text.length() <= TRACE_ID_DIGITS && isHex(text)) {
            // some tools print trace ids as numbers, without leading zeros; base64 of 16 bytes ends in "=="
            return HEX.parseHex("0".repeat(TRACE_ID_DIGITS - text.length()) + text);
        }
        byte[] decoded = base64OrNull(text);
        if (decoded == null || decoded.length != TRACE_ID_BYTES) {
            throw JsonMismatch.of(value, "32 hexadecimal digits, or base64 of 16 bytes");
        }
        return decoded;
    }

    private static byte[] spanId(JsonNode value, String text) throws JsonMismatch {
        if (text.isEmpty()) {
            return new byte[0];
        }
        if (text.length() == SPAN_ID_DIGITS && isHex(text)) {
            return HEX.parseHex(text);
        }
        byte[] decoded = base64OrNull(text);
        if (decoded == null || decoded.length != SPAN_ID_BYTES) {
            throw JsonMismatch.of(value, "16 hexadecimal digits, or base64 of 8 bytes");
        }
        return decoded;
    }

    private static byte[] base64(JsonNode value, String text) throws JsonMismatch {
        byte[] decoded = base64OrNull(text);
        if (decoded == null) {
            throw JsonMismatch.of(value, "base64");
        }
        return decoded;
    }

    /** Standard or URL-safe alphabet, with or without padding, as the protobuf JSON parsers read it. */
    private static byte @Nullable [] base64OrNull(String text) {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
