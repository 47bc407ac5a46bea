/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

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
 * @param whither where to it must lead
 */
record Step(Link link, Set<SignalKind> kinds, double leastStrength, int mostCrowd, Whither whither)
        implements Serializable {
    /** Where to a signal leads. */
    enum Whither {
        /** Anywhere. */
        ANYWHERE,
        /** Out of the mesh. */
        OUTSIDE,
        /** To a workload of the mesh. */
        INSIDE
    }

    Step {
        kinds = Set.copyOf(kinds);
    }

    static Step first(int mostCrowd, SignalKind... kinds) {
        return next(Link.FIRST, mostCrowd, kinds);
    }

    static Step next(Link link, int mostCrowd, SignalKind... kinds) {
        return new Step(link, Set.of(kinds), 0, mostCrowd, Whither.ANYWHERE);
    }

    Step atLeast(double strength) {
        return new Step(link, kinds, strength, mostCrowd, whither);
    }

    Step leading(Whither newWhither) {
        return new Step(link, kinds, leastStrength, mostCrowd, newWhither);
    }

    /** Whether a signal can be this one, whatever came before. */
    boolean fits(Noticed noticed) {
        return kinds.contains(noticed.signal().kind())
                && noticed.signal().strength() >= leastStrength
                && noticed.crowd() <= mostCrowd
                && leads(noticed);
    }

    private boolean leads(Noticed noticed) {
        boolean outside = noticed.signal().destination() != null
                && noticed.signal().destination().kind() == NodeKind.EXTERNAL;
        return switch (whither) {
            case ANYWHERE -> true;
            case OUTSIDE -> outside;
            case INSIDE -> noticed.signal().destination() != null && !outside;
        };
    }
}
