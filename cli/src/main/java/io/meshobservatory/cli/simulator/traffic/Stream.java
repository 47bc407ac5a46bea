/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

import static java.util.Objects.requireNonNull;

/**
 * Requests of one kind. Immutable.
 *
 * @param id unique in a simulation; the seed of its chance
 * @param origin who asks
 * @param to the service, database or external host that is asked
 * @param pace when
 * @param question what is asked
 * @param ending how it ends
 */
public record Stream(String id, Origin origin, String to, Pace pace, Question question, Ending ending) {
    public Stream {
        requireNonNull(id, "id");
        requireNonNull(origin, "origin");
        requireNonNull(to, "to");
        requireNonNull(pace, "pace");
        requireNonNull(question, "question");
        requireNonNull(ending, "ending");
    }
}
