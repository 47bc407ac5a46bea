/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/** Reads a {@code Span} message into a {@link RawSpan}. Not thread-safe. */
final class SpanReader {
    private static final int TRACE_ID = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int ID = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int TRACE_STATE = 3 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int PARENT_ID = 4 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int NAME = 5 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int KIND = 6 << 3 | ProtoReader.VARINT;
    private static final int START = 7 << 3 | ProtoReader.FIXED64;
    private static final int END = 8 << 3 | ProtoReader.FIXED64;
    private static final int ATTRIBUTE = 9 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int LINK = 13 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int STATUS = 15 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int STATUS_CODE = 3 << 3 | ProtoReader.VARINT;
    private static final int LINK_TRACE_ID = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int LINK_SPAN_ID = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

    private static final int ID_BYTES = 8;
    private static final int TRACE_ID_BYTES = 16;

    private final ProtoReader reader;
    private final MessageShape shape;
    private final MessageShape statusShape;
    private final MessageShape linkShape;
    private final AttributeReader attributes;
    private final PlainAttributes plainAttributes;
    private final TraceStates traceStates = new TraceStates();
    private final RawSpan.RawId parentId = new RawSpan.RawId();
    private final RawSpan.RawId linkedTrace = new RawSpan.RawId();
    private final RawSpan.RawId linkedSpan = new RawSpan.RawId();

    SpanReader(ProtoReader reader, MessageShape shape, AttributeReader attributes) {
        this.reader = reader;
        this.shape = shape;
        this.statusShape = shape.child(15);
        this.linkShape = shape.child(13);
        this.attributes = attributes;
        this.plainAttributes = new PlainAttributes(ATTRIBUTE);
    }

    /** Reads the message from the reader's position to an end; depth is that of the message. */
    void read(int end, int depth, RawSpan raw) throws OtlpDecodeException {
        raw.clear();
        byte[] bytes = reader.bytes;
        int position = reader.position;
        int rowsFrom = position;
        while (position < end) {
            int from = position;
            if (bytes[from] != ATTRIBUTE) {
                position = readPlainField(bytes, from, end, raw);
            } else if (from >= rowsFrom) {
                // if they turn out not to be ASCII, they are read again one by one, and no row is looked for among them
                rowsFrom = plainAttributes.readRow(bytes, from, end, raw.attributes);
                position = Words.isAscii(bytes, from, rowsFrom) ? rowsFrom : from;
            }
            if (position == from) {
                reader.position = from;
                readField(end, depth, raw);
                position = reader.position;
            }
        }
        reader.position = position;
    }

    /** Reads a field of the form that nearly all have, and returns where it ends; where it begins if it has another. */
    private static int readPlainField(byte[] bytes, int from, int end, RawSpan raw) {
        if (end - from < 2 + ID_BYTES) {
            return from;
        }
        switch (bytes[from]) {
            case START:
                raw.startNanos = Words.at(bytes, from + 1);
                return from + 1 + Long.BYTES;
            case END:
                raw.endNanos = Words.at(bytes, from + 1);
                return from + 1 + Long.BYTES;
            case KIND:
                raw.kind = bytes[from + 1];
                return raw.kind >= 0 ? from + 2 : from;
            case PARENT_ID:
                if (bytes[from + 1] != ID_BYTES) {
                    return from;
                }
                raw.parentSpanId = RawSpan.bigEndian(bytes, from + 2);
                return from + 2 + ID_BYTES;
            case ID:
                return bytes[from + 1] == ID_BYTES ? raw.spanId.set(bytes, from + 2, from + 2 + ID_BYTES) : from;
            case TRACE_ID:
                boolean whole = bytes[from + 1] == TRACE_ID_BYTES && end - from >= 2 + TRACE_ID_BYTES;
                return whole ? raw.traceId.set(bytes, from + 2, from + 2 + TRACE_ID_BYTES) : from;
            default:
                return from;
        }
    }

    private void readField(int end, int depth, RawSpan raw) throws OtlpDecodeException {
        int tag = reader.readTag(end);
        switch (tag) {
            case TRACE_ID -> readId(raw.traceId, end);
            case ID -> readId(raw.spanId, end);
            case PARENT_ID -> {
                readId(parentId, end);
                raw.parentSpanId = parentId.length() == 8 ? parentId.longAt(0) : 0;
            }
            case KIND -> raw.kind = reader.readVarint32(end);
            case START -> raw.startNanos = reader.readFixed64(end);
            case END -> raw.endNanos = reader.readFixed64(end);
            case ATTRIBUTE -> attributes.read(reader.readEnd(end), depth + 1, raw.attributes);
            case NAME -> reader.skipUtf8(reader.readEnd(end));
            case TRACE_STATE -> {
                int stateEnd = reader.readEnd(end);
                raw.weight = traceStates.weight(reader.bytes, reader.position, stateEnd);
                reader.skipUtf8(stateEnd);
            }
            case LINK -> readLink(reader.readEnd(end), depth + 1, raw);
            case STATUS -> readStatus(reader.readEnd(end), depth + 1, raw);
            default -> shape.checkField(reader, tag, end, depth);
        }
    }

    private void readStatus(int end, int depth, RawSpan raw) throws OtlpDecodeException {
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == STATUS_CODE) {
                raw.statusCode = reader.readVarint32(end);
            } else {
                statusShape.checkField(reader, tag, end, depth);
            }
        }
    }

    private void readLink(int end, int depth, RawSpan raw) throws OtlpDecodeException {
        linkedTrace.clear();
        linkedSpan.clear();
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == LINK_TRACE_ID) {
                readId(linkedTrace, end);
            } else if (tag == LINK_SPAN_ID) {
                readId(linkedSpan, end);
            } else {
                linkShape.checkField(reader, tag, end, depth);
            }
        }
        raw.links.add(linkedTrace, linkedSpan);
    }

    private void readId(RawSpan.RawId id, int limit) throws OtlpDecodeException {
        int end = reader.readEnd(limit);
        reader.position = id.set(reader.bytes, reader.position, end);
    }
}
