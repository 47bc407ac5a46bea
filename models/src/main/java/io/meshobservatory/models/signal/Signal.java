/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.signal;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something noticed about one workload or one edge in one window: not an alert yet. Immutable.
 *
 * @param kind what was noticed
 * @param startMillis the beginning of the window, milliseconds since the epoch
 * @param endMillis the first millisecond after it; the signal's event time is the last one in it
 * @param source who did it; for {@link SignalKind#UNUSUAL_WINDOW} whom it is about
 * @param destination to whom; null where it is about the source alone
 * @param protocol of the edge, {@link Node#UNKNOWN_NAME} where it is about no single one
 * @param strength how far from usual, 0 to 1: one minus the share of benign windows that would show as much
 * @param subject what else it is about: the path, the principal, the policy; perhaps empty
 * @param measures figures observed and expected, the weightiest first; never empty
 * @param traceIds examples; perhaps none
 */
public record Signal(
        SignalKind kind,
        long startMillis,
        long endMillis,
        Node source,
        @Nullable Node destination,
        String protocol,
        double strength,
        String subject,
        List<Measure> measures,
        List<String> traceIds)
        implements Comparable<Signal> {
    /** A total order of signals that differ: by time, kind, ends, protocol, subject. */
    private static final Comparator<Signal> ORDER = Comparator.comparingLong(Signal::endMillis)
            .thenComparingLong(Signal::startMillis)
            .thenComparing(Signal::kind)
            .thenComparing(Signal::source)
            .thenComparing(Signal::destination, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Signal::protocol)
            .thenComparing(Signal::subject)
            .thenComparingDouble(Signal::strength);

    public Signal {
        requireNonNull(kind, "kind");
        requireNonNull(source, "source");
        requireNonNull(protocol, "protocol");
        requireNonNull(subject, "subject");
        measures = List.copyOf(measures);
        traceIds = List.copyOf(traceIds);
    }

    @Override
    public int compareTo(Signal other) {
        return ORDER.compare(this, other);
    }
}
