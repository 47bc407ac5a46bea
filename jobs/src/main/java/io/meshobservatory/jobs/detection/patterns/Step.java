/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.SignalKind;
import java.io.Serializable;
import java.util.Set;

/**
 * One signal of a pattern. Immutable.
 *
 * @param link what it has to do with the signal before it
 * @param kinds what it is
 * @param leastStrength how strong it must be, 0 to 1
 * @param mostCrowd how many sources may have shown the kind lately: what many do at once is no attack of one
 * @param inside whether it must lead to a workload of the mesh
 */
record Step(Link link, Set<SignalKind> kinds, double leastStrength, int mostCrowd, boolean inside)
        implements Serializable {
    Step {
        kinds = Set.copyOf(kinds);
    }

    static Step first(int mostCrowd, SignalKind... kinds) {
        return next(Link.FIRST, mostCrowd, kinds);
    }

    static Step next(Link link, int mostCrowd, SignalKind... kinds) {
        return new Step(link, Set.of(kinds), 0, mostCrowd, false);
    }

    Step atLeast(double strength) {
        return new Step(link, kinds, strength, mostCrowd, inside);
    }

    Step leadingInside() {
        return new Step(link, kinds, leastStrength, mostCrowd, true);
    }

    /** Whether a signal can be this one, whatever came before. */
    boolean fits(Noticed noticed) {
        return kinds.contains(noticed.signal().kind())
                && noticed.signal().strength() >= leastStrength
                && noticed.crowd() <= mostCrowd
                && (!inside || leadsInside(noticed));
    }

    private static boolean leadsInside(Noticed noticed) {
        Node destination = noticed.signal().destination();
        return destination != null && destination.kind() != NodeKind.EXTERNAL;
    }
}
