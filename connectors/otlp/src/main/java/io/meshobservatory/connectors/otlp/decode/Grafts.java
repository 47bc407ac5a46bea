/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.SpanFields;
import java.util.function.Consumer;

/**
 * Joins a span to the spans that its links name. Traces are assembled apart from each other, so a copy of the span is put
 * into each linked trace, as a child of the linked span; the span itself stays in its own trace for its children only. A
 * link into the own trace needs no copy: the linked span is the parent that the span does not name.
 */
final class Grafts {
    private Grafts() {}

    /** Gives a span that has links but no parent, and its copies; what is given is changed meanwhile. */
    static void give(SpanFields span, SpanLinks links, Consumer<SpanFields> sink) {
        int copy = span.copy;
        int own = linkIntoOwnTrace(span, links);
        span.linkedElsewhere = own < 0;
        span.parentSpanId = own < 0 ? span.parentSpanId : links.spanId(own);
        sink.accept(span);
        span.linkedElsewhere = false;
        for (int link = 0; link < links.count(); link++) {
            if (link != own && links.spanId(link) != span.spanId) {
                span.traceIdHigh = links.traceIdHigh(link);
                span.traceIdLow = links.traceIdLow(link);
                span.parentSpanId = links.spanId(link);
                // a span that stands twice in its list is two spans in the linked traces, too
                span.copy = link + SpanLinks.MAX_LINKS * copy;
                sink.accept(span);
            }
        }
    }

    /** The first link into the span's own trace, -1 without one. */
    private static int linkIntoOwnTrace(SpanFields span, SpanLinks links) {
        for (int link = 0; link < links.count(); link++) {
            if (links.traceIdLow(link) == span.traceIdLow
                    && links.traceIdHigh(link) == span.traceIdHigh
                    && links.spanId(link) != span.spanId) {
                return link;
            }
        }
        return -1;
    }
}
