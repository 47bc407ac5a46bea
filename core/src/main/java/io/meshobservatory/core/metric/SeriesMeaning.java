/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Exchange;
import org.jspecify.annotations.Nullable;

/** What the numbers of a series are about. Immutable. */
public sealed interface SeriesMeaning {
    /**
     * Something is counted that goes over an edge.
     *
     * @param edge which
     * @param vantage from where it is counted
     * @param alike what all that is counted has in common; sizes are not read
     * @param quantity what is counted
     */
    record OfEdge(Edge edge, Vantage vantage, Exchange alike, Quantity quantity) implements SeriesMeaning {
        public OfEdge {
            requireNonNull(edge, "edge");
            requireNonNull(vantage, "vantage");
            requireNonNull(alike, "alike");
            requireNonNull(quantity, "quantity");
        }
    }

    /**
     * A fact about a node.
     *
     * @param kind what it tells
     * @param detail which one, or why; at most 128 characters are kept
     * @param node whom it is about; null for the workload of the target itself
     * @param peer the other side, null where there is none
     */
    record OfFact(
            FactKind kind,
            String detail,
            @Nullable Node node,
            @Nullable Node peer) implements SeriesMeaning {
        private static final int MAX_DETAIL_CHARS = 128;

        public OfFact {
            requireNonNull(kind, "kind");
            detail = Names.cut(detail, MAX_DETAIL_CHARS);
        }
    }

    /** What is counted on an edge. The constants may only be appended: buffered points hold their ordinals. */
    enum Quantity {
        /** Requests. */
        CALLS,
        /** Bytes from source to destination. */
        REQUEST_BYTES,
        /** Bytes from destination to source. */
        RESPONSE_BYTES,
        /** TCP connections that were opened. */
        CONNECTIONS_OPENED,
        /** TCP connections that were closed. */
        CONNECTIONS_CLOSED,
        /** Latencies of requests. */
        LATENCIES
    }
}
