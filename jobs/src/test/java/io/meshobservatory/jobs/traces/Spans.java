/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;

/** Spans for tests, in few words. */
public final class Spans {
    public static final long MILLIS = 1_000_000;

    private Spans() {}

    public static Span span(
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

    /** A batch with one slice. */
    public static SliceBatch slice(Span... spans) {
        SpanPacker packer = new SpanPacker();
        addSlice(packer, spans);
        return packer.take(spans[0].traceId());
    }

    static void addSlice(SpanPacker packer, Span... spans) {
        packer.beginSlice(spans[0].traceId());
        for (Span span : spans) {
            packer.add(span);
        }
        packer.endSlice();
    }
}
