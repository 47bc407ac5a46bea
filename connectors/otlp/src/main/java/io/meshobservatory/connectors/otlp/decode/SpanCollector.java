/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.SpanFields;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives the spans of one request that can be analysed, and collects those that cannot. Not thread-safe. */
final class SpanCollector {
    private final SpanNormalizer normalizer = new SpanNormalizer();
    private final SpanTally seenInList = new SpanTally();
    private final AliasBook aliases = new AliasBook();
    private final SpanFields span = new SpanFields();
    private Consumer<SpanFields> sink = any -> {};
    private List<DroppedSpan> dropped = new ArrayList<>();
    private Map<DropReason, Integer> droppedByReason = new EnumMap<>(DropReason.class);

    /** @param spans is given each span that can be analysed, and its copies in the traces that links join it to */
    void beginRequest(Consumer<SpanFields> spans) {
        sink = spans;
        dropped = new ArrayList<>(0);
        droppedByReason = new EnumMap<>(DropReason.class);
        aliases.beginRequest();
    }

    /**
     * The spans that follow have another resource, which is as complete as it will be.
     *
     * @param id by which it is known, null if it is not
     */
    void beginResource(@Nullable ResourceId id) {
        normalizer.beginResource(id);
    }

    /** A list of spans begins (one {@code ScopeSpans}); a span that stands in it again is a copy. */
    void beginList() {
        seenInList.clear();
    }

    void add(RawSpan raw, Attributes resource) {
        DropReason reason = invalid(raw);
        if (reason != null) {
            drop(reason, raw, resource);
            return;
        }
        int copy = seenInList.count(raw.traceId.longAt(0), raw.traceId.longAt(8), raw.spanId.longAt(0), raw.kind);
        boolean joinedByLinks = normalizer.normalize(raw, copy, resource, span, aliases);
        if (joinedByLinks) {
            Grafts.give(span, raw.links, sink);
        } else {
            sink.accept(span);
        }
    }

    DecodedRequest endRequest() {
        return new DecodedRequest(dropped, droppedByReason, aliases.endRequest());
    }

    private void drop(DropReason reason, RawSpan raw, Attributes resource) {
        droppedByReason.merge(reason, 1, Integer::sum);
        if (dropped.size() < DecodedSpans.MAX_DESCRIBED) {
            dropped.add(new DroppedSpan(
                    reason,
                    raw.traceId.toHex(),
                    raw.spanId.toHex(),
                    SpanNormalizer.serviceName(resource),
                    raw.endNanos));
        }
    }

    private static @Nullable DropReason invalid(RawSpan raw) {
        if (raw.traceId.length() != 16 || (raw.traceId.longAt(0) | raw.traceId.longAt(8)) == 0) {
            return DropReason.INVALID_TRACE_ID;
        }
        if (raw.spanId.length() != 8 || raw.spanId.longAt(0) == 0) {
            return DropReason.INVALID_SPAN_ID;
        }
        return raw.endNanos <= 0 ? DropReason.INVALID_TIME : null;
    }
}
