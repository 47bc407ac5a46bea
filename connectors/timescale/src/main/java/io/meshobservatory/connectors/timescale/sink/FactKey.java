/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The natural key of a fact, ordered as all transactions write: by window, node, peer, fact and detail.
 *
 * @param windowStartMillis start of the minute, milliseconds since the epoch
 * @param node whom it is about
 * @param peer the other side, null where there is none
 * @param fact what it tells, by its label
 * @param detail which one, or why, as it is stored: two that become equal there are one key
 */
record FactKey(long windowStartMillis, Node node, @Nullable Node peer, String fact, String detail)
        implements Comparable<FactKey> {
    private static final Comparator<FactKey> ORDER = Comparator.comparingLong(FactKey::windowStartMillis)
            .thenComparing(FactKey::node)
            .thenComparing(FactKey::peer, nullsFirst(naturalOrder()))
            .thenComparing(FactKey::fact)
            .thenComparing(FactKey::detail);

    static FactKey of(FactRow row) {
        return new FactKey(
                row.windowStartMillis(), row.node(), row.peer(), row.kind().label(), StoredText.clean(row.detail()));
    }

    @Override
    public int compareTo(FactKey other) {
        return ORDER.compare(this, other);
    }
}
