/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Something that was observed about a node, or about what a node has to do with another, at a moment of event time.
 * Immutable.
 *
 * @param node whom it is about: the node whose proxy tells it
 * @param peer the other side, for instance the upstream whose circuit breaker is open; null where there is none
 * @param kind what it tells
 * @param detail which one, or why; empty where the kind says it all; at most 128 characters are kept
 * @param timeMillis when, milliseconds since the epoch
 * @param value how much; the unit follows from the kind
 */
public record Fact(Node node, @Nullable Node peer, FactKind kind, String detail, long timeMillis, double value) {
    private static final int MAX_DETAIL_CHARS = 128;

    public Fact {
        requireNonNull(node, "node");
        requireNonNull(kind, "kind");
        detail = Names.cut(detail, MAX_DETAIL_CHARS);
    }
}
