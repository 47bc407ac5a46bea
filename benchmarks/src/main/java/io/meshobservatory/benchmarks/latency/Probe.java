/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.latency;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;

/**
 * A call between two services that is like no other: its edge can be read as soon as its spans went through everything.
 *
 * @param number which probe; part of the caller's name
 */
record Probe(long number) {
    /** The cluster of all probes, so that they can be asked for alone. */
    static final String CLUSTER = "bench-latency";

    private static final String PREFIX = "probe-";
    private static final long DURATION_NANOS = 5_000_000;

    /** The caller's name. */
    String caller() {
        return PREFIX + number;
    }

    /** The number of the probe with such a caller, -1 for another name. */
    static long numberOf(String caller) {
        return caller.startsWith(PREFIX) ? Long.parseLong(caller.substring(PREFIX.length())) : -1;
    }

    /**
     * Both spans of the call, in one request.
     *
     * @param endNanos when it ended, nanoseconds since the epoch
     */
    byte[] request(long endNanos) {
        ByteString trace = id(16);
        ByteString client = id(8);
        Span.Builder caller = span(trace, client, Span.SpanKind.SPAN_KIND_CLIENT, endNanos);
        Span.Builder callee =
                span(trace, id(8), Span.SpanKind.SPAN_KIND_SERVER, endNanos).setParentSpanId(client);
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(of(caller(), caller))
                .addResourceSpans(of("probed", callee))
                .build()
                .toByteArray();
    }

    private ByteString id(int bytes) {
        ByteBuffer id = ByteBuffer.allocate(bytes);
        while (id.hasRemaining()) {
            id.putLong(java.util.concurrent.ThreadLocalRandom.current().nextLong() | 1);
        }
        return ByteString.copyFrom(id.array());
    }

    private static Span.Builder span(ByteString trace, ByteString id, Span.SpanKind kind, long endNanos) {
        return Span.newBuilder()
                .setTraceId(trace)
                .setSpanId(id)
                .setKind(kind)
                .setStartTimeUnixNano(endNanos - DURATION_NANOS)
                .setEndTimeUnixNano(endNanos);
    }

    private static ResourceSpans of(String service, Span.Builder span) {
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(attribute("service.name", service))
                        .addAttributes(attribute("k8s.cluster.name", CLUSTER)))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                .build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
