/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Restarts;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/** A place in the mesh that one pod after the other takes. Which one it is, is a function of the time. Not thread-safe. */
final class Replica {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long periodNanos;
    private final long phaseNanos;
    private final LongFunction<Pod> factory;
    private final Map<Long, Pod> pods = new HashMap<>();

    Replica(Restarts restarts, int ordinal, LongFunction<Pod> factory) {
        this.factory = factory;
        periodNanos = restarts.periodSeconds() * NANOS_PER_SECOND;
        phaseNanos = periodNanos == 0 ? 0 : Math.floorMod(SeededRandom.hash(ordinal, 55), periodNanos);
    }

    /** The pod at a moment. */
    Pod at(long nanos) {
        long generation = periodNanos == 0 ? 0 : Math.floorDiv(nanos - phaseNanos, periodNanos);
        return pods.computeIfAbsent(generation, factory::apply);
    }
}
