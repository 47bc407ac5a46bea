/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.BitSet;
import java.util.Map;

/**
 * Fills a protobuf message from a JSON object by walking the descriptor of the message, so that every field of every
 * signal is covered by the same few lines. Stateless and thread-safe.
 */
final class JsonMessageReader {
    /**
     * Messages within messages, the outermost not counted. This is the recursion limit of the protobuf parsers: what is
     * written here can be read everywhere. It bounds an AnyValue to fewer than 50 levels of arrays.
     */
    static final int MAX_MESSAGE_DEPTH = 100;

    private JsonMessageReader() {}

    /** Reads all known fields of {@code json} into {@code message}; unknown keys are ignored, as OTLP asks. */
    static void read(JsonNode json, Message.Builder message) throws JsonMismatch {
        read(json, message, 0);
    }

    private static void read(JsonNode json, Message.Builder message, int depth) throws JsonMismatch {
        if (!json.isObject()) {
            throw JsonMismatch.of(json, "an object");
        }
        if (depth > MAX_MESSAGE_DEPTH) {
            throw JsonMismatch.because("nested too deep (expected: at most " + MAX_MESSAGE_DEPTH + " messages)");
        }
        BitSet seen = new BitSet();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            FieldDescriptor field = JsonFields.find(message.getDescriptorForType(), entry.getKey());
            if (field == null || entry.getValue().isNull()) {
                continue; // null is "not set" in protobuf JSON
            }
            try {
                requireOnce(field, message, seen);
                readField(field, entry.getValue(), message, depth);
            } catch (JsonMismatch mismatch) {
                throw mismatch.at(entry.getKey());
            }
        }
    }

    private static void requireOnce(FieldDescriptor field, Message.Builder message, BitSet seen) throws JsonMismatch {
        if (seen.get(field.getIndex())) {
            throw JsonMismatch.because("given twice, under two names of the field " + field.getJsonName());
        }
        seen.set(field.getIndex());
        OneofDescriptor oneof = field.getContainingOneof();
        if (oneof != null && message.hasOneof(oneof)) {
            throw JsonMismatch.because("given beside "
                    + message.getOneofFieldDescriptor(oneof).getJsonName() + " (expected: only one of them)");
        }
    }

    private static void readField(FieldDescriptor field, JsonNode value, Message.Builder message, int depth)
            throws JsonMismatch {
        if (!field.isRepeated()) {
            message.setField(field, element(field, value, message, depth));
            return;
        }
        if (!value.isArray()) {
            throw JsonMismatch.of(value, "an array");
        }
        int index = 0;
        for (JsonNode item : value) {
            try {
                message.addRepeatedField(field, element(field, item, message, depth));
            } catch (JsonMismatch mismatch) {
                throw mismatch.at(index);
            }
            index++;
        }
    }

    private static Object element(FieldDescriptor field, JsonNode value, Message.Builder parent, int depth)
            throws JsonMismatch {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return JsonScalars.read(field, value);
        }
        Message.Builder child = parent.newBuilderForField(field);
        read(value, child, depth + 1);
        return child.build();
    }
}
