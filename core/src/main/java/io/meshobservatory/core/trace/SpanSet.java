/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells retransmitted spans from new ones. */
public final class SpanSet {
    private SpanSet() {}

    /**
     * The spans of one trace without repetitions, in the order of their first appearance. Spans are the same if their id,
     * kind, times and {@link Span#copy} are: exporters send at least once, and a repetition counts once. Two different
     * spans that share an id (B3, broken id generators) both stay.
     *
     * @return the given list itself if it repeats nothing
     */
    public static List<Span> distinct(List<Span> spans) {
        return anyIdTwice(spans) ? withoutRepetitions(spans) : spans;
    }

    private static boolean anyIdTwice(List<Span> spans) {
        SpanIds ids = new SpanIds(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            if (ids.put(spans.get(i).spanId(), i) != SpanIds.NONE) {
                return true;
            }
        }
        return false;
    }

    private static List<Span> withoutRepetitions(List<Span> spans) {
        Set<Identity> seen = new HashSet<>(spans.size() * 2);
        List<Span> distinct = new ArrayList<>(spans.size());
        for (Span span : spans) {
            if (seen.add(new Identity(span.spanId(), span.kind(), span.startNanos(), span.endNanos(), span.copy()))) {
                distinct.add(span);
            }
        }
        return distinct.size() == spans.size() ? spans : distinct;
    }

    private record Identity(long spanId, SpanKind kind, long startNanos, long endNanos, int copy) {}
}
