/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import io.meshobservatory.benchmarks.cluster.StateBackend;
import io.meshobservatory.benchmarks.meter.Figures;
import java.time.Duration;

/**
 * What to measure. Immutable.
 *
 * @param parallelism subtasks of each operator, at least 1
 * @param checkpointInterval time between checkpoints
 * @param state which state backend
 * @param rounds how many measured rounds, at least 1
 * @param round how long a round lasts, about: it ends with a whole repetition of the recording
 * @param warmUp how long the job and the yardstick run before the first round
 */
public record GraphBenchSettings(
        int parallelism, Duration checkpointInterval, StateBackend state, int rounds, Duration round, Duration warmUp) {
    public GraphBenchSettings {
        Figures.requireAtLeast("parallelism", parallelism, 1);
        Figures.requireAtLeast("rounds", rounds, 1);
        Figures.requireAtLeast("checkpoint interval in milliseconds", checkpointInterval.toMillis(), 10);
        Figures.requireAtLeast("round in seconds", round.toSeconds(), 1);
        Figures.requireAtLeast("warm-up in seconds", warmUp.toSeconds(), 1);
    }
}
