/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.core.graph.Node;
import java.util.Comparator;

/**
 * The natural key of a score, ordered as all transactions write.
 *
 * @param windowStartMillis start of the minute, milliseconds since the epoch
 * @param node whom it is about
 */
record ScoreKey(long windowStartMillis, Node node) implements Comparable<ScoreKey> {
    private static final Comparator<ScoreKey> ORDER =
            Comparator.comparingLong(ScoreKey::windowStartMillis).thenComparing(ScoreKey::node);

    @Override
    public int compareTo(ScoreKey other) {
        return ORDER.compare(this, other);
    }
}
