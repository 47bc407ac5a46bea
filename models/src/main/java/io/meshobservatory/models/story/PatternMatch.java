/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.models.signal.Signal;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Signals that together mean something. Immutable.
 *
 * @param kind what they mean
 * @param pattern which pattern found it, in kebab case, as {@code read-then-upload}
 * @param signals in the order of the pattern; never empty
 * @param crowd how many workloads of the cluster showed signals of these kinds lately, at least 1
 */
public record PatternMatch(AlertKind kind, String pattern, List<Signal> signals, int crowd)
        implements Comparable<PatternMatch> {
    private static final Comparator<PatternMatch> ORDER = Comparator.comparing(PatternMatch::kind)
            .thenComparing(PatternMatch::pattern)
            .thenComparing(PatternMatch::signals, PatternMatch::compareSignals)
            .thenComparingInt(PatternMatch::crowd);

    public PatternMatch {
        requireNonNull(kind, "kind");
        requireNonNull(pattern, "pattern");
        signals = List.copyOf(signals);
        if (signals.isEmpty()) {
            throw new IllegalArgumentException("match of " + pattern + " without signals (expected: at least one)");
        }
    }

    @Override
    public int compareTo(PatternMatch other) {
        return ORDER.compare(this, other);
    }

    private static int compareSignals(List<Signal> some, List<Signal> others) {
        Iterator<Signal> other = others.iterator();
        for (Signal signal : some) {
            if (!other.hasNext()) {
                return 1;
            }
            int order = signal.compareTo(other.next());
            if (order != 0) {
                return order;
            }
        }
        return other.hasNext() ? -1 : 0;
    }
}
