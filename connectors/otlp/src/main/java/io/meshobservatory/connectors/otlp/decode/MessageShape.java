/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.Map;

/**
 * The shape of a protobuf message, taken from its descriptor: enough to check that bytes are such a message without
 * building it. Immutable once built, and thread-safe.
 */
final class MessageShape {
    private static final int MAX_FIELD_NUMBER = 64;

    private enum Form {
        UNKNOWN,
        VARINT32,
        VARINT64,
        FIXED64,
        FIXED32,
        STRING,
        BYTES,
        MESSAGE
    }

    private final Form[] forms = new Form[MAX_FIELD_NUMBER];
    private final boolean[] repeatedNumbers = new boolean[MAX_FIELD_NUMBER];
    private final MessageShape[] children = new MessageShape[MAX_FIELD_NUMBER];

    private MessageShape() {
        java.util.Arrays.fill(forms, Form.UNKNOWN);
    }

    static MessageShape of(Descriptor descriptor) {
        return of(descriptor, new HashMap<>());
    }

    /** The shape of a message field. */
    MessageShape child(int fieldNumber) {
        return children[fieldNumber];
    }

    /** Whether a tag is that of a field which the message defines, with its wire type. */
    boolean knows(int tag) {
        int number = tag >>> 3;
        if (number >= MAX_FIELD_NUMBER) {
            return false;
        }
        return switch (forms[number]) {
            case UNKNOWN -> false;
            case VARINT32, VARINT64 -> (tag & 7) == ProtoReader.VARINT;
            case FIXED64 -> (tag & 7) == ProtoReader.FIXED64;
            case FIXED32 -> (tag & 7) == ProtoReader.FIXED32;
            case STRING, BYTES, MESSAGE -> (tag & 7) == ProtoReader.LENGTH_DELIMITED;
        };
    }

    /**
     * Checks the message from the reader's position to an end, and moves there.
     *
     * @param depth how deep this message is nested
     */
    void check(ProtoReader reader, int end, int depth) throws OtlpDecodeException {
        while (reader.position < end) {
            checkField(reader, reader.readTag(end), end, depth);
        }
    }

    /** Checks the field behind a tag that was just read. */
    void checkField(ProtoReader reader, int tag, int limit, int depth) throws OtlpDecodeException {
        int number = tag >>> 3;
        int wireType = tag & 7;
        Form form = number < MAX_FIELD_NUMBER ? forms[number] : Form.UNKNOWN;
        if (wireType == ProtoReader.LENGTH_DELIMITED && form != Form.UNKNOWN) {
            int end = reader.readEnd(limit);
            switch (form) {
                case STRING -> reader.skipUtf8(end);
                case MESSAGE -> children[number].check(reader, end, reader.enter(depth));
                case BYTES, UNKNOWN -> reader.position = end;
                case VARINT32, VARINT64, FIXED64, FIXED32 -> checkPacked(reader, form, repeatedNumbers[number], end);
            }
            return;
        }
        if (wireType == ProtoReader.VARINT && form == Form.VARINT32) {
            reader.readVarint32(limit);
            return;
        }
        // a known field with another wire type is an unknown field, as in protobuf-java
        reader.skipUnknown(tag, limit, depth);
    }

    private static void checkPacked(ProtoReader reader, Form form, boolean repeated, int end)
            throws OtlpDecodeException {
        while (repeated && reader.position < end) {
            switch (form) {
                case VARINT32 -> reader.readVarint32(end);
                case VARINT64 -> reader.readVarint64(end);
                case FIXED64 -> reader.readFixed64(end);
                case FIXED32 -> reader.readFixed32(end);
                case STRING, BYTES, MESSAGE, UNKNOWN -> throw new IllegalStateException("not a number: " + form);
            }
        }
        reader.position = end;
    }

    private static MessageShape of(Descriptor descriptor, Map<String, MessageShape> known) {
        MessageShape shape = known.get(descriptor.getFullName());
        if (shape != null) {
            return shape;
        }
        shape = new MessageShape();
        known.put(descriptor.getFullName(), shape);
        for (FieldDescriptor field : descriptor.getFields()) {
            int number = field.getNumber();
            shape.forms[number] = form(field);
            shape.repeatedNumbers[number] = field.isRepeated() && field.isPackable();
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                shape.children[number] = of(field.getMessageType(), known);
            }
        }
        return shape;
    }

    private static Form form(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> Form.STRING;
            case BYTES -> Form.BYTES;
            case MESSAGE -> Form.MESSAGE;
            case FIXED64, SFIXED64, DOUBLE -> Form.FIXED64;
            case FIXED32, SFIXED32, FLOAT -> Form.FIXED32;
            case INT32, UINT32, SINT32, ENUM -> Form.VARINT32;
            case INT64, UINT64, SINT64, BOOL -> Form.VARINT64;
            case GROUP -> throw new IllegalArgumentException("group in " + field.getFullName());
        };
    }
}
