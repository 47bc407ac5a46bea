/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the exporters of the mesh send, in order, for the requests that arrive from one second on. Merges two queues by
 * time: the spans that end, and the ticks of the exporters' timers. An exporter's buffer is empty after each tick, so
 * that what it sends depends on the last 5 s only, and not on where the simulation began. Not thread-safe.
 */
final class RequestStream {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Arrivals arrivals;
    private final long endSecond;
    private final PriorityQueue<FinishedSpan> ending = new PriorityQueue<>(FinishedSpan.BY_END);
    private final PriorityQueue<Tick> ticks = new PriorityQueue<>(Tick.BY_TIME);
    private final Buffer[] buffers;
    private long nextSecond;

    private record Tick(long nanos, int exporter) {
        static final Comparator<Tick> BY_TIME =
                Comparator.comparingLong(Tick::nanos).thenComparingInt(Tick::exporter);
    }

    private static final class Buffer {
        private final List<FinishedSpan> spans = new ArrayList<>();
        private long armedTick;
    }

    /** Follows the requests that arrive in the seconds [{@code beginSecond}, {@code endSecond}). */
    RequestStream(Mesh mesh, Arrivals arrivals, long beginSecond, long endSecond) {
        this.arrivals = arrivals;
        this.nextSecond = beginSecond;
        this.endSecond = endSecond;
        buffers = new Buffer[mesh.exporters()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new Buffer();
        }
    }

    /** The next request; null when everything has been sent that came of the arrivals. */
    @Nullable
    SimulatedRequest next() {
        return nextBefore(Long.MAX_VALUE);
    }

    /** The next request if it is sent before a moment, else null; asking again later goes on from there. */
    @Nullable
    SimulatedRequest nextBefore(long limitNanos) {
        while (true) {
            FinishedSpan span = ending.peek();
            Tick tick = ticks.peek();
            long spanAt = span == null ? Long.MAX_VALUE : span.endNanos();
            long tickAt = tick == null ? Long.MAX_VALUE : tick.nanos();
            long earliest = Math.min(spanAt, tickAt);
            // what arrives later can still end earlier, until its second has been simulated
            if (nextSecond < endSecond && earliest >= nextSecond * NANOS_PER_SECOND) {
                if (nextSecond * NANOS_PER_SECOND >= limitNanos) {
                    return null;
                }
                arrivals.simulateSecond(nextSecond, ending::addAll);
                nextSecond++;
                continue;
            }
            if (earliest >= limitNanos || (span == null && tick == null)) {
                return null;
            }
            SimulatedRequest request = tick != null && tickAt <= spanAt ? onTick() : onSpan();
            if (request != null) {
                return request;
            }
        }
    }

    private @Nullable SimulatedRequest onTick() {
        Tick tick = ticks.remove();
        Buffer buffer = buffers[tick.exporter()];
        // empty if it was full in the meantime, and has been sent
        return buffer.spans.isEmpty() ? null : flush(buffer, tick.nanos());
    }

    private @Nullable SimulatedRequest onSpan() {
        FinishedSpan span = ending.remove();
        Exporter exporter = span.exporter();
        Buffer buffer = buffers[exporter.index()];
        buffer.spans.add(span);
        if (buffer.spans.size() >= exporter.flushSpans()) {
            return flush(buffer, span.endNanos());
        }
        long tick = exporter.nextTick(span.endNanos());
        if (buffer.armedTick != tick) {
            buffer.armedTick = tick;
            ticks.add(new Tick(tick, exporter.index()));
        }
        return null;
    }

    private static SimulatedRequest flush(Buffer buffer, long nanos) {
        Exporter exporter = buffer.spans.get(0).exporter();
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().setScope(exporter.scope());
        List<SimulatedCall> calls = new ArrayList<>();
        for (FinishedSpan span : buffer.spans) {
            scope.addSpans(span.span());
            calls.addAll(span.calls());
        }
        int count = buffer.spans.size();
        buffer.spans.clear();
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(exporter.resource())
                        .addScopeSpans(scope))
                .build();
        return new SimulatedRequest(nanos, request, count, calls);
    }
}
