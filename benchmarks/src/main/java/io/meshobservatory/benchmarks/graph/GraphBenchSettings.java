/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

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
        int parallelism, Duration checkpointInterval, Backend state, int rounds, Duration round, Duration warmUp) {
    public GraphBenchSettings {
        requireAtLeast("parallelism", parallelism, 1);
        requireAtLeast("rounds", rounds, 1);
        requireAtLeast("checkpoint interval in milliseconds", checkpointInterval.toMillis(), 10);
        requireAtLeast("round in seconds", round.toSeconds(), 1);
        requireAtLeast("warm-up in seconds", warmUp.toSeconds(), 1);
    }

    private static void requireAtLeast(String what, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at least " + least + ")");
        }
    }

    /** Where keyed state is. */
    public enum Backend {
        /** Objects on the heap. */
        heap("hashmap"),
        /** Bytes in RocksDB, with incremental checkpoints. */
        rocksdb("rocksdb");

        private final String flinkName;

        Backend(String flinkName) {
            this.flinkName = flinkName;
        }

        String flinkName() {
            return flinkName;
        }
    }
}
