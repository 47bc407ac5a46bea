/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;

/**
 * A principal that came from a node from which it never came before. Immutable.
 *
 * @param principal the identity (SPIFFE id)
 * @param source from where it came now
 * @param homeMinutes in how many minutes it was seen from its other places
 */
public record DisplacedPrincipal(String principal, Node source, int homeMinutes)
        implements Comparable<DisplacedPrincipal> {
    public DisplacedPrincipal {
        requireNonNull(principal, "principal");
        requireNonNull(source, "source");
    }

    @Override
    public int compareTo(DisplacedPrincipal other) {
        int bySource = source.compareTo(other.source);
        return bySource != 0 ? bySource : principal.compareTo(other.principal);
    }
}
