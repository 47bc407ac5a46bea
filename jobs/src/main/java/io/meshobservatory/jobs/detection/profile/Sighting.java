/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.profile.Sighted;
import org.jspecify.annotations.Nullable;

/**
 * Something that was seen of a node in a minute: what it called, what called it, or a fact about it. Immutable.
 *
 * @param node whom it is about
 * @param minuteStartMillis the beginning of the minute, milliseconds since the epoch
 * @param role which of the three it is
 * @param emittedMillis for a fact, event time at which it was given out; else 0
 * @param sighted the relation, null for a fact
 * @param fact the fact, null for a relation
 */
public record Sighting(
        Node node,
        long minuteStartMillis,
        Role role,
        long emittedMillis,
        @Nullable Sighted sighted,
        @Nullable FactRow fact) {
    /** What the node has to do with it. Constants may only be appended: states hold ordinals. */
    public enum Role {
        /** It called. */
        OUTBOUND,
        /** It was called. */
        INBOUND,
        /** Something was told about it. */
        FACT
    }

    public Sighting {
        requireNonNull(node, "node");
        requireNonNull(role, "role");
        if ((role == Role.FACT) != (fact != null) || (role == Role.FACT) != (sighted == null)) {
            throw new IllegalArgumentException(role + " of " + node + " with relation " + sighted + " and fact " + fact
                    + " (expected: a fact for " + Role.FACT + ", else a relation)");
        }
    }

    /** The node called. */
    static Sighting outbound(Sighted sighted) {
        return new Sighting(sighted.edge().source(), sighted.edge().startMillis(), Role.OUTBOUND, 0, sighted, null);
    }

    /** The node was called. */
    static Sighting inbound(Sighted sighted) {
        return new Sighting(sighted.edge().destination(), sighted.edge().startMillis(), Role.INBOUND, 0, sighted, null);
    }

    /** Something was told about the node. */
    static Sighting fact(FactRow fact, long emittedMillis) {
        return new Sighting(fact.node(), fact.windowStartMillis(), Role.FACT, emittedMillis, null, fact);
    }
}
