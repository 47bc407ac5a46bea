/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes an OTLP {@code ExportTraceServiceRequest}, reading only what the service graph needs. What is skipped is still
 * checked, so that exactly the inputs that protobuf-java refuses are refused.
 *
 * <p>Reuses its buffers, and gives equal strings and workloads as one object; keep one decoder per thread. Not
 * thread-safe.
 */
public final class SpanDecoder {
    private static final MessageShape REQUEST = MessageShape.of(ExportTraceServiceRequest.getDescriptor());
    private static final MessageShape RESOURCE_SPANS = REQUEST.child(1);
    private static final MessageShape RESOURCE = RESOURCE_SPANS.child(1);
    private static final MessageShape SCOPE_SPANS = RESOURCE_SPANS.child(2);
    private static final MessageShape SPAN = SCOPE_SPANS.child(2);
    private static final MessageShape STATUS = SPAN.child(15);
    private static final MessageShape SCOPE = SCOPE_SPANS.child(1);
    private static final MessageShape LINK = SPAN.child(13);

    private static final int FIELD_1 = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int FIELD_2 = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int SPAN_TRACE_ID = FIELD_1;
    private static final int SPAN_ID = FIELD_2;
    private static final int SPAN_TRACE_STATE = 3 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int SPAN_PARENT_ID = 4 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int SPAN_KIND = 6 << 3 | ProtoReader.VARINT;
    private static final int SPAN_START = 7 << 3 | ProtoReader.FIXED64;
    private static final int SPAN_END = 8 << 3 | ProtoReader.FIXED64;
    private static final int SPAN_ATTRIBUTE = 9 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int SPAN_LINK = 13 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int SPAN_STATUS = 15 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int STATUS_CODE = 3 << 3 | ProtoReader.VARINT;

    private static final byte[] ENVOY = "envoy".getBytes(StandardCharsets.UTF_8);

    private static final int REQUEST_DEPTH = 0;
    private static final int RESOURCE_SPANS_DEPTH = 1;
    private static final int SCOPE_SPANS_DEPTH = 2;
    private static final int SPAN_DEPTH = 3;

    private final ProtoReader reader = new ProtoReader();
    private final AttributeReader attributeReader = new AttributeReader(reader);
    private final Attributes resource = new Attributes();
    private final RawSpan raw = new RawSpan();
    private final RawSpan.RawId parentId = new RawSpan.RawId();
    private final RawSpan.RawId linkedTrace = new RawSpan.RawId();
    private final RawSpan.RawId linkedSpan = new RawSpan.RawId();
    private final TraceStates traceStates = new TraceStates();
    private final SpanCollector collector = new SpanCollector();

    /**
     * The spans of a request.
     *
     * @throws OtlpDecodeException if the bytes are no such request; no span of it is then returned
     */
    public DecodedSpans decode(byte[] request) throws OtlpDecodeException {
        reader.reset(request);
        collector.beginRequest();
        int end = request.length;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                readResourceSpans(reader.readEnd(end));
            } else {
                REQUEST.checkField(reader, tag, end, REQUEST_DEPTH);
            }
        }
        return collector.endRequest();
    }

    /** The resource may stand behind the spans that it describes, so it is read first, wherever it stands. */
    private void readResourceSpans(int end) throws OtlpDecodeException {
        int start = reader.position;
        resource.clear();
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                readResource(reader.readEnd(end));
            } else if (tag == FIELD_2) {
                reader.position = reader.readEnd(end);
            } else {
                RESOURCE_SPANS.checkField(reader, tag, end, RESOURCE_SPANS_DEPTH);
            }
        }
        collector.beginResource();
        reader.position = start;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_2) {
                readScopeSpans(reader.readEnd(end));
            } else {
                reader.skipUnknown(tag, end, RESOURCE_SPANS_DEPTH);
            }
        }
    }

    private void readResource(int end) throws OtlpDecodeException {
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                attributeReader.read(reader.readEnd(end), SCOPE_SPANS_DEPTH + 1, resource);
            } else {
                RESOURCE.checkField(reader, tag, end, SCOPE_SPANS_DEPTH);
            }
        }
    }

    /** The scope, too, may stand behind its spans, and is read first. */
    private void readScopeSpans(int end) throws OtlpDecodeException {
        int start = reader.position;
        raw.scope = RawSpan.Scope.UNNAMED;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                readScope(reader.readEnd(end));
            } else if (tag == FIELD_2) {
                reader.position = reader.readEnd(end);
            } else {
                SCOPE_SPANS.checkField(reader, tag, end, SCOPE_SPANS_DEPTH);
            }
        }
        collector.beginList();
        reader.position = start;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_2) {
                readSpan(reader.readEnd(end));
                collector.add(raw, resource);
            } else {
                reader.skipUnknown(tag, end, SCOPE_SPANS_DEPTH);
            }
        }
    }

    private void readScope(int end) throws OtlpDecodeException {
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                int nameEnd = reader.readEnd(end);
                raw.scope = scope(reader.position, nameEnd);
                reader.skipUtf8(nameEnd);
            } else {
                SCOPE.checkField(reader, tag, end, SPAN_DEPTH);
            }
        }
    }

    private RawSpan.Scope scope(int from, int to) {
        if (from == to) {
            return RawSpan.Scope.UNNAMED;
        }
        boolean envoy = Arrays.equals(reader.bytes, from, to, ENVOY, 0, ENVOY.length);
        return envoy ? RawSpan.Scope.ENVOY : RawSpan.Scope.OTHER;
    }

    private void readSpan(int end) throws OtlpDecodeException {
        raw.clear();
        while (reader.position < end) {
            int tag = reader.readTag(end);
            switch (tag) {
                case SPAN_TRACE_ID -> readId(raw.traceId, end);
                case SPAN_ID -> readId(raw.spanId, end);
                case SPAN_PARENT_ID -> {
                    readId(parentId, end);
                    raw.parentSpanId = parentId.length() == 8 ? parentId.longAt(0) : 0;
                }
                case SPAN_KIND -> raw.kind = reader.readVarint32(end);
                case SPAN_START -> raw.startNanos = reader.readFixed64(end);
                case SPAN_END -> raw.endNanos = reader.readFixed64(end);
                case SPAN_ATTRIBUTE -> attributeReader.read(reader.readEnd(end), SPAN_DEPTH + 1, raw.attributes);
                case SPAN_TRACE_STATE -> {
                    int stateEnd = reader.readEnd(end);
                    raw.weight = traceStates.weight(reader.bytes, reader.position, stateEnd);
                    reader.skipUtf8(stateEnd);
                }
                case SPAN_LINK -> readLink(reader.readEnd(end));
                case SPAN_STATUS -> readStatus(reader.readEnd(end));
                default -> SPAN.checkField(reader, tag, end, SPAN_DEPTH);
            }
        }
    }

    private void readStatus(int end) throws OtlpDecodeException {
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == STATUS_CODE) {
                raw.statusCode = reader.readVarint32(end);
            } else {
                STATUS.checkField(reader, tag, end, SPAN_DEPTH + 1);
            }
        }
    }

    private void readLink(int end) throws OtlpDecodeException {
        linkedTrace.clear();
        linkedSpan.clear();
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                readId(linkedTrace, end);
            } else if (tag == FIELD_2) {
                readId(linkedSpan, end);
            } else {
                LINK.checkField(reader, tag, end, SPAN_DEPTH + 1);
            }
        }
        raw.links.add(linkedTrace, linkedSpan);
    }

    private void readId(RawSpan.RawId id, int limit) throws OtlpDecodeException {
        int end = reader.readEnd(limit);
        id.set(reader.bytes, reader.position, end);
        reader.position = end;
    }
}
