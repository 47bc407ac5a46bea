/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.TraceSlice;
import io.meshobservatory.core.telemetry.Workload;
import java.util.List;

/** Spans for tests, in few words. */
final class Spans {
    static final long MILLIS = 1_000_000;

    private Spans() {}

    static Span span(
            long trace, long id, long parent, SpanKind kind, String service, long startMillis, long endMillis) {
        Node node = new Node("c", "n", service, NodeKind.SERVICE);
        return new Span(
                new TraceId(0, trace),
                id,
                parent,
                0,
                kind,
                Span.Origin.APPLICATION,
                startMillis * MILLIS,
                endMillis * MILLIS,
                new Workload(node, "v1"),
                null,
                "http",
                SampleWeight.ONE,
                false,
                Exchange.of(Outcome.OK));
    }

    static TraceSlice slice(Span... spans) {
        return new TraceSlice(spans[0].traceId(), List.of(spans));
    }
}
