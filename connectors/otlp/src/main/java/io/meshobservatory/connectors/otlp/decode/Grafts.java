/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import java.util.List;

/**
 * Joins a span to the spans that its links name. Traces are assembled apart from each other, so a copy of the span is put
 * into each linked trace, as a child of the linked span; the span itself stays in its own trace for its children only. A
 * link into the own trace needs no copy: the linked span is the parent that the span does not name.
 */
final class Grafts {
    private Grafts() {}

    /** Adds a span that has links but no parent, and its copies. */
    static void add(Span span, SpanLinks links, List<Span> spans) {
        int own = linkIntoOwnTrace(span, links);
        spans.add(
                own < 0
                        ? in(span.traceId(), span.parentSpanId(), span.copy(), true, span)
                        : in(span.traceId(), links.spanId(own), span.copy(), false, span));
        for (int link = 0; link < links.count(); link++) {
            if (link != own && links.spanId(link) != span.spanId()) {
                TraceId trace = new TraceId(links.traceIdHigh(link), links.traceIdLow(link));
                // a span that stands twice in its list is two spans in the linked traces, too
                int copy = link + SpanLinks.MAX_LINKS * span.copy();
                spans.add(in(trace, links.spanId(link), copy, false, span));
            }
        }
    }

    /** The first link into the span's own trace, -1 without one. */
    private static int linkIntoOwnTrace(Span span, SpanLinks links) {
        for (int link = 0; link < links.count(); link++) {
            if (links.traceIdLow(link) == span.traceId().low()
                    && links.traceIdHigh(link) == span.traceId().high()
                    && links.spanId(link) != span.spanId()) {
                return link;
            }
        }
        return -1;
    }

    private static Span in(TraceId trace, long parentSpanId, int copy, boolean linkedElsewhere, Span span) {
        return new Span(
                trace,
                span.spanId(),
                parentSpanId,
                copy,
                span.kind(),
                span.origin(),
                span.startNanos(),
                span.endNanos(),
                span.workload(),
                span.peer(),
                span.protocol(),
                span.weight(),
                linkedElsewhere,
                span.exchange());
    }
}
