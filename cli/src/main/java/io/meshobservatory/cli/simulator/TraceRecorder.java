/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The spans of one trace as they come to be, and what all of them share. Not thread-safe. */
final class TraceRecorder {
    private static final long PROXY_NANOS = 50_000;
    private static final int PROXY_SPREAD_NANOS = 150_000;
    private static final int TRACE_ID_BYTES = 16;

    private final Mesh mesh;
    private final SeededRandom random;
    private final long traceKey;
    private final ByteString traceId;
    private final String requestId;
    private final List<FinishedSpan> spans = new ArrayList<>();

    TraceRecorder(Mesh mesh, SeededRandom random) {
        this.mesh = mesh;
        this.random = random;
        traceKey = random.nextId();
        traceId = ByteString.copyFrom(ByteBuffer.allocate(TRACE_ID_BYTES)
                .putLong(traceKey)
                .putLong(random.nextLong())
                .flip());
        // Envoy makes a version 4 UUID and writes 9 into its 15th digit for a sampled request
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x9000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE;
        requestId = new UUID(high, low).toString();
    }

    Mesh mesh() {
        return mesh;
    }

    SeededRandom random() {
        return random;
    }

    /** Envoy's x-request-id, which applications hand on together with the trace context. */
    String requestId() {
        return requestId;
    }

    List<FinishedSpan> spans() {
        return spans;
    }

    /** The time that a request or an answer spends in one proxy, nanoseconds. */
    long proxyNanos() {
        return PROXY_NANOS + random.nextInt(PROXY_SPREAD_NANOS);
    }

    static long maxProxyNanos() {
        return PROXY_NANOS + PROXY_SPREAD_NANOS;
    }

    /** The time from one proxy to another, nanoseconds. */
    long networkNanos() {
        return mesh.scenario().network().draw(random);
    }

    /** A size around a typical one. */
    long bytesAround(long typicalBytes) {
        return Math.round(typicalBytes * (0.5 + random.nextDouble()));
    }

    /** Begins a span of this trace. {@code parentId} is 0 for a root. */
    Span.Builder span(SpanKind kind, String name, long spanId, long parentId, long startNanos, long endNanos) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(traceId)
                .setSpanId(idBytes(spanId))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(startNanos)
                .setEndTimeUnixNano(endNanos);
        return parentId == 0 ? span : span.setParentSpanId(idBytes(parentId));
    }

    /** Hands a span to one of the worker threads of a pod's proxy. */
    void finishByProxy(Pod pod, long spanId, Span.Builder span, List<SimulatedCall> calls) {
        finish(pod.proxyExporter(random.nextInt(Pod.PROXY_WORKERS)), spanId, span, calls);
    }

    /** Hands a span to an exporter. */
    void finish(Exporter exporter, long spanId, Span.Builder span, List<SimulatedCall> calls) {
        spans.add(new FinishedSpan(span.getEndTimeUnixNano(), traceKey, spanId, exporter, span.build(), calls));
    }

    private static ByteString idBytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(id).flip());
    }
}
