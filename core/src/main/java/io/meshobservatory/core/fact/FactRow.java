/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * What the facts of one kind and detail about one node come to in one minute: a whole row of the results, replacing any
 * earlier row of the same key (window start, node, peer, kind, detail). Immutable.
 *
 * @param windowStartMillis start of the minute, milliseconds since the epoch
 * @param node whom it is about
 * @param peer the other side, null where there is none
 * @param kind what it tells
 * @param detail which one, or why; may be empty
 * @param value the merged value; see {@link FactKind#merging}
 */
public record FactRow(
        long windowStartMillis, Node node, @Nullable Node peer, FactKind kind, String detail, double value) {
    public FactRow {
        requireNonNull(node, "node");
        requireNonNull(kind, "kind");
        requireNonNull(detail, "detail");
    }
}
