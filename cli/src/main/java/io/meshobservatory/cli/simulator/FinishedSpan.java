/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.Comparator;
import java.util.List;

/**
 * A span on its way to its exporter.
 *
 * @param endNanos its end
 * @param traceKey part of the trace's id, for an order of spans that end together
 * @param spanId its id, likewise
 * @param exporter who sends it
 * @param span itself
 * @param calls the calls that it defines
 */
record FinishedSpan(
        long endNanos, long traceKey, long spanId, Exporter exporter, Span span, List<SimulatedCall> calls) {
    static final Comparator<FinishedSpan> BY_END = Comparator.comparingLong(FinishedSpan::endNanos)
            .thenComparingLong(FinishedSpan::traceKey)
            .thenComparingLong(FinishedSpan::spanId);
}
