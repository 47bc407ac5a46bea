/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts spans into requests as sidecars and a Collector behind them do: a sidecar sends what it has once there are
 * {@value #MAX_SPANS} spans, or once the first has waited for a second; the Collector sends on what came as soon as it has
 * {@value #MAX_SPANS} spans. Spans come in about the order of their ends. Not thread-safe.
 */
final class SidecarBatches {
    private static final int MAX_SPANS = 50;
    private static final long MAX_WAIT_NANOS = 1_000_000_000L;

    /** In the order in which they began. */
    private final Map<Sender, Batch> open = new LinkedHashMap<>();

    private final List<byte[]> requests = new ArrayList<>();
    private ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    private int requestSpans;

    /** A sidecar has a span to send. */
    void add(ResourceSpans sidecar, InstrumentationScope scope, Span span) {
        Sender sender = new Sender(sidecar, scope);
        Batch batch = open.computeIfAbsent(sender, key -> new Batch(span.getEndTimeUnixNano()));
        batch.scope.addSpans(span);
        if (batch.scope.getSpansCount() == MAX_SPANS) {
            open.remove(sender);
            send(sender, batch);
        }
        sendUntil(span.getEndTimeUnixNano() - MAX_WAIT_NANOS);
    }

    /** All requests, once there are no more spans. */
    List<byte[]> requests() {
        sendUntil(Long.MAX_VALUE);
        if (requestSpans > 0) {
            endRequest();
        }
        return requests;
    }

    private void sendUntil(long beganNanos) {
        for (var oldest = open.entrySet().iterator(); oldest.hasNext(); ) {
            Map.Entry<Sender, Batch> batch = oldest.next();
            if (batch.getValue().beganNanos > beganNanos) {
                return;
            }
            oldest.remove();
            send(batch.getKey(), batch.getValue());
        }
    }

    private void send(Sender sender, Batch batch) {
        batch.scope.setScope(sender.scope);
        request.addResourceSpans(sender.sidecar.toBuilder().addScopeSpans(batch.scope));
        requestSpans += batch.scope.getSpansCount();
        if (requestSpans >= MAX_SPANS) {
            endRequest();
        }
    }

    private void endRequest() {
        requests.add(request.build().toByteArray());
        request = ExportTraceServiceRequest.newBuilder();
        requestSpans = 0;
    }

    /** Who sends: a resource without spans. */
    private record Sender(ResourceSpans sidecar, InstrumentationScope scope) {}

    private static final class Batch {
        private final long beganNanos;
        private final ScopeSpans.Builder scope = ScopeSpans.newBuilder();

        Batch(long beganNanos) {
            this.beganNanos = beganNanos;
        }
    }
}
