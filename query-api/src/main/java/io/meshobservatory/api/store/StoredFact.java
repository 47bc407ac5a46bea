/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of facts.
 *
 * @param windowStartMillis start of its minute, milliseconds since the epoch
 * @param node whom it is about
 * @param peer the other side, null where there is none
 * @param fact what it tells: the label of a {@link io.meshobservatory.core.fact.FactKind}
 * @param detail which one, or why; may be empty
 * @param value how much
 */
public record StoredFact(
        long windowStartMillis, Node node, @Nullable Node peer, String fact, String detail, double value) {
    public StoredFact {
        requireNonNull(node, "node");
        requireNonNull(fact, "fact");
        requireNonNull(detail, "detail");
    }
}
