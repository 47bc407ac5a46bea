/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What comes of one request from outside as it comes to be, and what all of it shares. Not thread-safe. */
final class TraceRecorder {
    private static final long PROXY_NANOS = 50_000;
    private static final int PROXY_SPREAD_NANOS = 150_000;
    private static final int TRACE_ID_BYTES = 16;
    private static final long RANDOMNESS_MASK = (1L << 56) - 1;

    private final Mesh mesh;
    private final Scenario scenario;
    private final SeededRandom random;
    private final long traceKey;
    private final TraceContext root;
    private final boolean tracing;
    private final boolean reporting;
    private final List<Occurrence> occurrences = new ArrayList<>();

    /** @param startNanos when the request arrives, which decides how the mesh is for all of it */
    TraceRecorder(Mesh mesh, SeededRandom random, long startNanos) {
        this.mesh = mesh;
        this.scenario = mesh.scenarioAt(startNanos);
        this.random = random;
        traceKey = random.nextId();
        root = newTrace(traceKey);
        Set<Signal> signals = mesh.scenario().signals();
        tracing = signals.contains(Signal.TRACES);
        reporting = signals.contains(Signal.METRICS) || signals.contains(Signal.ACCESS_LOGS);
    }

    Mesh mesh() {
        return mesh;
    }

    /** The mesh as it is when the request arrives. */
    Scenario scenario() {
        return scenario;
    }

    /** An instance's service as it is then. */
    ServiceSpec service(Pod pod) {
        return scenario.service(pod.service().name());
    }

    /** An instance's version as it is then. */
    ServiceSpec.VersionSpec version(Pod pod) {
        return service(pod).version(pod.version().name());
    }

    SeededRandom random() {
        return random;
    }

    /** The context of the first request. */
    TraceContext root() {
        return root;
    }

    /** A trace that begins because somebody did not hand on the context of another. */
    TraceContext newTrace() {
        return newTrace(random.nextId());
    }

    private TraceContext newTrace(long high) {
        long low = random.nextLong();
        ByteString id = ByteString.copyFrom(
                ByteBuffer.allocate(TRACE_ID_BYTES).putLong(high).putLong(low).flip());
        boolean sampled = (low & RANDOMNESS_MASK) >= mesh.scenario().flaws().threshold();
        // Envoy makes a version 4 UUID and writes 9 into its 15th digit for a sampled request
        long uuidHigh = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | (sampled ? 0x9000L : 0x4000L);
        long uuidLow = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE;
        return new TraceContext(id, 0, sampled, new UUID(uuidHigh, uuidLow).toString());
    }

    List<Occurrence> occurrences() {
        return occurrences;
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

    /** Begins a span under a context, at true times; an empty name is set later. */
    Span.Builder span(TraceContext context, SpanKind kind, String name, long spanId, long startNanos, long endNanos) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(context.traceId())
                .setSpanId(idBytes(spanId))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(startNanos)
                .setEndTimeUnixNano(endNanos);
        return context.spanId() == 0 ? span : span.setParentSpanId(idBytes(context.spanId()));
    }

    /** Has one of the worker threads of a proxy send a span. */
    void finish(TraceContext context, Proxy proxy, Supplier<Span.Builder> span) {
        finish(context, proxy.worker(random), span);
    }

    /**
     * Has an exporter send a span, whose clock gives the times.
     *
     * @param span makes it; not asked where the trace is not recorded, so it must not draw random numbers
     */
    void finish(TraceContext context, Exporter exporter, Supplier<Span.Builder> span) {
        if (!tracing || !context.sampled()) {
            return;
        }
        Span.Builder made = span.get();
        long end = made.getEndTimeUnixNano();
        made.setStartTimeUnixNano(made.getStartTimeUnixNano() + exporter.skewNanos())
                .setEndTimeUnixNano(end + exporter.skewNanos());
        add(end, new FinishedSpan(exporter, made.build()), null, null);
    }

    /** The same for an application: its SDK tells by which threshold it sampled. */
    void finishByApplication(TraceContext context, Exporter exporter, Supplier<Span.Builder> span) {
        Flaws flaws = mesh.scenario().flaws();
        finish(
                context,
                exporter,
                () -> flaws.sampling() < 1 ? span.get().setTraceState(flaws.traceState()) : span.get());
    }

    /** Whether anything is made of what proxies know of requests, which else need not be told. */
    boolean isReporting() {
        return reporting;
    }

    /** A proxy has seen a request to its end. */
    void report(long endNanos, ProxyReport report) {
        add(endNanos, null, report, null);
    }

    /** A call is over. */
    void call(long endNanos, SimulatedCall call) {
        add(endNanos, null, null, call);
    }

    private void add(
            long nanos, @Nullable FinishedSpan span, @Nullable ProxyReport report, @Nullable SimulatedCall call) {
        occurrences.add(new Occurrence(nanos, traceKey, occurrences.size(), span, report, call));
    }

    static ByteString idBytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(id).flip());
    }
}
