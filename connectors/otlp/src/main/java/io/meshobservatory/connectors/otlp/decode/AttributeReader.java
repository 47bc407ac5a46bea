/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.opentelemetry.proto.common.v1.KeyValue;
import org.jspecify.annotations.Nullable;

/** Reads {@code KeyValue} messages into {@link Attributes}, skipping those that the analysis does not need. */
final class AttributeReader {
    private static final MessageShape KEY_VALUE = MessageShape.of(KeyValue.getDescriptor());
    private static final MessageShape ANY_VALUE = KEY_VALUE.child(2);

    private static final int KEY = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int VALUE = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int STRING_VALUE = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int BOOL_VALUE = 2 << 3 | ProtoReader.VARINT;
    private static final int INT_VALUE = 3 << 3 | ProtoReader.VARINT;

    private enum Type {
        NONE,
        STRING,
        NUMBER,
        BOOL
    }

    private final ProtoReader reader;
    private Type type = Type.NONE;
    private int stringFrom;
    private int stringTo;
    private long number;

    AttributeReader(ProtoReader reader) {
        this.reader = reader;
    }

    /** Reads the message from the reader's position to an end; depth is that of the message. */
    void read(int end, int depth, Attributes into) throws OtlpDecodeException {
        reader.enter(depth - 1);
        AttributeKey key = null;
        type = Type.NONE;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == KEY) {
                key = readKey(reader.readEnd(end));
            } else if (tag == VALUE) {
                int valueEnd = reader.readEnd(end);
                readValue(valueEnd, reader.enter(depth));
            } else {
                KEY_VALUE.checkField(reader, tag, end, depth);
            }
        }
        if (key != null) {
            put(key, into);
        }
    }

    private @Nullable AttributeKey readKey(int end) throws OtlpDecodeException {
        AttributeKey key = AttributeKeys.find(reader.bytes, reader.position, end);
        if (key == null) {
            reader.skipUtf8(end);
        } else {
            reader.position = end;
        }
        return key;
    }

    /** The last value of the message counts; it may stand in several parts, which protobuf merges. */
    private void readValue(int end, int depth) throws OtlpDecodeException {
        while (reader.position < end) {
            int tag = reader.readTag(end);
            switch (tag) {
                case STRING_VALUE -> {
                    int stringEnd = reader.readEnd(end);
                    stringFrom = reader.position;
                    stringTo = stringEnd;
                    reader.skipUtf8(stringEnd);
                    type = Type.STRING;
                }
                case INT_VALUE -> {
                    number = reader.readVarint64(end);
                    type = Type.NUMBER;
                }
                case BOOL_VALUE -> {
                    number = reader.readVarint64(end);
                    type = Type.BOOL;
                }
                default -> {
                    if (ANY_VALUE.knows(tag)) {
                        type = Type.NONE;
                    }
                    ANY_VALUE.checkField(reader, tag, end, depth);
                }
            }
        }
    }

    private void put(AttributeKey key, Attributes into) {
        switch (type) {
            case STRING -> AttributeTexts.put(key, reader.bytes, stringFrom, stringTo, into);
            case NUMBER -> into.put(key, number);
            case BOOL -> into.put(key, number != 0);
            case NONE -> into.putOther(key);
        }
    }
}
