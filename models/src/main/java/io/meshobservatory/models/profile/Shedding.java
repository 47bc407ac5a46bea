/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.baseline.DecayingSum;
import io.meshobservatory.models.baseline.Tail;
import org.jspecify.annotations.Nullable;

/**
 * Calls of an edge that were not served for want of room, added up over about ten minutes, where they are more than so many
 * calls usually bring with them. Immutable.
 *
 * @param feature {@code calls_shed_10m}: by proxies, whose circuit breaker is open or which are overloaded; {@code
 *     calls_rate_limited_10m}: by a rate limit
 * @param observed how many, the older ones faded
 * @param usual how many so many calls usually bring with them
 */
record Shedding(String feature, double observed, double usual) {
    /** Load is shed in bursts: so many times the usual share still is no change. */
    private static final double UNEVEN = 3;
    /** Of an edge that never shed load, once in a hundred minutes is believed to be usual. */
    private static final double PRIOR = 0.1;
    /** Who asks has seen many times the usual calls, so that there are few minutes in which chance could deceive. */
    private static final double UNLIKELY = 1e-3;

    /** What was shed, by proxies or else by a rate limit; null if no more than usual. */
    static @Nullable Shedding of(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        Shedding shed = of(edge, "calls_shed_10m", memory.overflowed, memory.overflowedShare);
        return shed != null ? shed : of(edge, "calls_rate_limited_10m", memory.limited, memory.limitedShare);
    }

    private static @Nullable Shedding of(OutboundCase edge, String feature, DecayingSum shed, double share) {
        int minute = edge.at.minute();
        double observed = shed.at(minute, OutboundEdge.BURST_SPAN);
        double usual = share * edge.memory.turns.at(minute, OutboundEdge.BURST_SPAN);
        boolean more = Tail.poisson(Math.round(observed), PRIOR + UNEVEN * usual) < UNLIKELY;
        return more ? new Shedding(feature, observed, usual) : null;
    }

    /** The evidence. */
    Measure measure() {
        return Measure.of(feature, observed, usual, "calls");
    }
}
