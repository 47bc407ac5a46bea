/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Something about the mesh that is otherwise for a while: a database that fails, a version that gets the requests of another.
 * Immutable.
 *
 * @param from begin, inclusive
 * @param until end, exclusive
 * @param change makes it so; it may change rates, latencies, weights, calls and numbers of instances, but neither add nor
 *     take away services, versions or targets, which a cluster has from the begin of a simulation
 */
public record Alteration(Instant from, Instant until, UnaryOperator<Scenario> change) {
    public Alteration {
        requireNonNull(from, "from");
        requireNonNull(until, "until");
        requireNonNull(change, "change");
    }
}
