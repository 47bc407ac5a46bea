/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Two services, a call a second, the spans of a call in different requests; every fifth call fails. */
public final class TinyRecording {
    /** How many calls there are. */
    public static final int CALLS = 20;

    /** How many of them fail. */
    public static final int ERRORS = 4;

    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private TinyRecording() {}

    /** The recording; each time in arrays of its own. */
    public static Recording read() throws IOException {
        List<byte[]> requests = new ArrayList<>();
        for (int call = 1; call <= CALLS; call++) {
            requests.add(request("caller", span(call, 1, 0, Span.SpanKind.SPAN_KIND_CLIENT)));
            requests.add(request("callee", span(call, 2, 1, Span.SpanKind.SPAN_KIND_SERVER)));
        }
        return Recording.of(requests, "tiny recording");
    }

    private static Span.Builder span(int call, long id, long parent, Span.SpanKind kind) {
        long end = START_NANOS + call * SECOND_NANOS;
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(call, call))
                .setSpanId(bytes(id))
                .setKind(kind)
                .setStartTimeUnixNano(end - SECOND_NANOS / 10)
                .setEndTimeUnixNano(end)
                .addLinks(Span.Link.newBuilder().setTraceId(bytes(9, 9)).setSpanId(bytes(9)));
        if (parent != 0) {
            span.setParentSpanId(bytes(parent));
        }
        if (call % 5 == 0) {
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        return span;
    }

    private static byte[] request(String service, Span.Builder span) {
        KeyValue name = KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue(service))
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(name))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }

    private static ByteString bytes(long... longs) {
        ByteBuffer buffer = ByteBuffer.allocate(longs.length * Long.BYTES);
        for (long value : longs) {
            buffer.putLong(value);
        }
        return ByteString.copyFrom(buffer.array());
    }
}
