/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.trace.TraceSettlement;
import io.meshobservatory.core.trace.TraceTiming;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which spans of a slice are in time, and when to look at their trace. Mostly the earliest and the latest end in the slice
 * tell it; otherwise the slice is taken apart. Not thread-safe.
 */
final class SliceTimes {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A slice that spans more windows than this is taken apart, to see in which of them spans end. */
    private static final int MAX_WINDOWS_BETWEEN = 16;

    private final TraceTiming timing;
    private final SpanUnpacker unpacker;
    private final SpanPacker packer;

    SliceTimes(TraceTiming timing, SpanUnpacker unpacker, SpanPacker packer) {
        this.timing = timing;
        this.unpacker = unpacker;
        this.packer = packer;
    }

    /**
     * The slice without the spans that are too late; null if none is left.
     *
     * @param now event time, milliseconds since the epoch
     * @param tooLate gets those spans
     */
    @Nullable
    PackedSlice timely(PackedSlice slice, long now, Consumer<Span> tooLate) throws IOException {
        if (isTimely(slice.firstEndMillis(), now)) {
            return slice;
        }
        boolean any = false;
        for (Span span : spans(slice)) {
            if (isTimely(span.endNanos() / NANOS_PER_MILLI, now)) {
                packer.add(span);
                any = true;
            } else {
                tooLate.accept(span);
            }
        }
        return any ? packer.take(slice.traceId()) : null;
    }

    /** Tells when the windows close in which the spans of a slice end. */
    void wakes(PackedSlice slice, long now, LongConsumer at) throws IOException {
        long first = TraceSettlement.lastMillisOfWindow(slice.firstEndMillis());
        long last = TraceSettlement.lastMillisOfWindow(slice.lastEndMillis());
        if (last - first <= MAX_WINDOWS_BETWEEN * WindowSize.TEN_SECONDS.millis()) {
            for (long window = first; window <= last; window += WindowSize.TEN_SECONDS.millis()) {
                at.accept(wakeMillis(window, now));
            }
            return;
        }
        for (Span span : spans(slice)) {
            long window = TraceSettlement.lastMillisOfWindow(span.endNanos() / NANOS_PER_MILLI);
            at.accept(wakeMillis(window, now));
        }
    }

    /**
     * When a window closes. If it is closed already, its late spans are looked at together when the next one closes, or with
     * the end of their lateness if that is sooner: each look at a trace costs as much as the first.
     */
    private long wakeMillis(long window, long now) {
        return window > now
                ? window
                : Math.max(
                        now + 1,
                        Math.min(TraceSettlement.lastMillisOfWindow(now + 1), window + timing.allowedLatenessMillis()));
    }

    private boolean isTimely(long endMillis, long now) {
        return TraceSettlement.lastMillisOfWindow(endMillis) + timing.allowedLatenessMillis() > now;
    }

    private List<Span> spans(PackedSlice slice) throws IOException {
        List<Span> spans = new ArrayList<>();
        unpacker.unpack(slice.traceId(), slice.spans(), 0, slice.spans().length, spans);
        return spans;
    }
}
