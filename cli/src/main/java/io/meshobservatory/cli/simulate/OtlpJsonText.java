/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes OTLP messages as OTLP/JSON, one line each: names in lowerCamelCase, ids in hexadecimal, 64-bit integers as texts,
 * enums as numbers. Stateless.
 */
final class OtlpJsonText {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private OtlpJsonText() {}

    /** Appends one line. */
    static void writeLine(OutputStream out, Message message) throws IOException {
        JsonGenerator json = MAPPER.getFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        write(json, message);
        json.writeRaw('\n');
        json.close();
    }

    private static void write(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            FieldDescriptor descriptor = field.getKey();
            json.writeFieldName(descriptor.getJsonName());
            if (!descriptor.isRepeated()) {
                writeValue(json, descriptor, field.getValue());
                continue;
            }
            json.writeStartArray();
            for (Object item : (List<?>) field.getValue()) {
                writeValue(json, descriptor, item);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, FieldDescriptor descriptor, Object value) throws IOException {
        switch (descriptor.getJavaType()) {
            case MESSAGE -> write(json, (Message) value);
            case STRING -> json.writeString((String) value);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case DOUBLE -> json.writeNumber((Double) value);
            case FLOAT -> json.writeNumber((Float) value);
            case INT -> json.writeNumber((Integer) value);
            case LONG -> json.writeString(text(descriptor, (Long) value));
            case ENUM -> json.writeNumber(((EnumValueDescriptor) value).getNumber());
            case BYTE_STRING -> json.writeString(HexFormat.of().formatHex(((ByteString) value).toByteArray()));
        }
    }

    private static String text(FieldDescriptor descriptor, long value) {
        boolean signed = descriptor.getType() == FieldDescriptor.Type.INT64
                || descriptor.getType() == FieldDescriptor.Type.SINT64
                || descriptor.getType() == FieldDescriptor.Type.SFIXED64;
        return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }
}
