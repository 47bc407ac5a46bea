/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanFields;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private static final MessageShape SCOPE = SCOPE_SPANS.child(1);

    private static final int FIELD_1 = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int FIELD_2 = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

    private static final byte[] ENVOY = "envoy".getBytes(StandardCharsets.UTF_8);

    private static final int REQUEST_DEPTH = 0;
    private static final int RESOURCE_SPANS_DEPTH = 1;
    private static final int SCOPE_SPANS_DEPTH = 2;
    private static final int SPAN_DEPTH = 3;

    private final ProtoReader reader = new ProtoReader();
    private final StringCache names = new StringCache(AttributeLimits::withoutControlCharacters);
    private final ResourceIds resourceIds = new ResourceIds();
    private final Attributes resource = new Attributes(names);
    private final RawSpan raw = new RawSpan(names);
    private final AttributeReader attributeReader = new AttributeReader(reader);
    private final SpanReader spanReader = new SpanReader(reader, SCOPE_SPANS.child(2), attributeReader);
    private final SpanCollector collector = new SpanCollector();

    /**
     * The spans of a request.
     *
     * @throws OtlpDecodeException if the bytes are no such request; no span of it is then returned
     */
    public DecodedSpans decode(byte[] request) throws OtlpDecodeException {
        List<Span> spans = new ArrayList<>();
        DecodedRequest decoded = decode(request, span -> spans.add(span.toSpan()));
        return DecodedSpans.of(spans, decoded);
    }

    /**
     * Gives the spans of a request, one after the other, in the form of one object that is filled again for each.
     *
     * @param spans is given each span that {@link DecodedSpans#spans} would hold, in that order
     * @throws OtlpDecodeException if the bytes are no such request; the spans that were given before do not count then
     */
    public DecodedRequest decode(byte[] request, Consumer<SpanFields> spans) throws OtlpDecodeException {
        reader.reset(request);
        collector.beginRequest(spans);
        raw.beginRequest();
        int end = request.length;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                readResourceSpans(request, reader.readEnd(end));
            } else {
                REQUEST.checkField(reader, tag, end, REQUEST_DEPTH);
            }
        }
        return collector.endRequest();
    }

    /** The resource may stand behind the spans that it describes, so it is read first, wherever it stands. */
    private void readResourceSpans(byte[] request, int end) throws OtlpDecodeException {
        int start = reader.position;
        @Nullable ResourceId id = ResourceId.EMPTY;
        resource.clear();
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == FIELD_1) {
                int resourceEnd = reader.readEnd(end);
                // what comes in several parts is rare, and needs not be known again
                id = id == ResourceId.EMPTY ? resourceIds.of(request, reader.position, resourceEnd) : null;
                readResource(resourceEnd);
            } else if (tag == FIELD_2) {
                reader.position = reader.readEnd(end);
            } else {
                RESOURCE_SPANS.checkField(reader, tag, end, RESOURCE_SPANS_DEPTH);
            }
        }
        collector.beginResource(id);
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
                spanReader.read(reader.readEnd(end), SPAN_DEPTH, raw);
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
}
