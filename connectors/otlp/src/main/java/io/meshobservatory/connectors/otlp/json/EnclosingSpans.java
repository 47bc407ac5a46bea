/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import io.meshobservatory.connectors.otlp.json.TempoSearch.FoundSpan;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Infers parents from times alone, where nothing else tells them. */
final class EnclosingSpans {
    /** Longest first where two begin together, so that whatever encloses a span stands before it. */
    private static final Comparator<FoundSpan> OUTERMOST_FIRST = Comparator.<FoundSpan>comparingLong(
                    found -> found.span().getStartTimeUnixNano())
            .thenComparing(
                    Comparator.<FoundSpan>comparingLong(found -> found.span().getEndTimeUnixNano())
                            .reversed())
            .thenComparing(
                    found -> HexFormat.of().formatHex(found.span().getSpanId().toByteArray()));

    /** How many spans that began before it are looked at for a span, the latest first; a search returns far fewer. */
    private static final int MAX_LOOKED_AT = 4096;

    private EnclosingSpans() {}

    /**
     * The spans of one trace, by their start. The parent of each is the smallest that encloses it, of equal ones the last;
     * of two spans with the same times the one with the smaller id encloses the other.
     */
    static List<FoundSpan> withParents(List<FoundSpan> spans) {
        List<FoundSpan> sorted = new ArrayList<>(spans);
        sorted.sort(OUTERMOST_FIRST);
        for (int i = 0; i < sorted.size(); i++) {
            Span.Builder span = sorted.get(i).span();
            long smallest = Long.MAX_VALUE;
            for (int k = i - 1; k >= Math.max(0, i - MAX_LOOKED_AT); k--) {
                Span.Builder other = sorted.get(k).span();
                long duration = other.getEndTimeUnixNano() - other.getStartTimeUnixNano();
                if (other.getEndTimeUnixNano() >= span.getEndTimeUnixNano() && duration < smallest) {
                    smallest = duration;
                    span.setParentSpanId(other.getSpanId());
                }
            }
        }
        return sorted;
    }
}
