/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that is over at a moment: a span, what a proxy knows of a request, or a call. Exactly one of the three.
 *
 * @param nanos when, by true time
 * @param traceKey a number of the trace, and
 * @param sequence one within it, for an order of what is over at the same moment
 * @param span a span to be sent
 * @param report what a proxy counts and logs
 * @param call a call that happened
 */
record Occurrence(
        long nanos,
        long traceKey,
        int sequence,
        @Nullable FinishedSpan span,
        @Nullable ProxyReport report,
        @Nullable SimulatedCall call) {
    static final Comparator<Occurrence> BY_TIME = Occurrence::byTime;

    private static int byTime(Occurrence one, Occurrence other) {
        if (one.nanos != other.nanos) {
            return Long.compare(one.nanos, other.nanos);
        }
        return one.traceKey != other.traceKey
                ? Long.compare(one.traceKey, other.traceKey)
                : Integer.compare(one.sequence, other.sequence);
    }
}
