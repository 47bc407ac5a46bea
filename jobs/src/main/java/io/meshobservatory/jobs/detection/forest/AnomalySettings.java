/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.models.calibration.Persistence;
import io.meshobservatory.models.forest.ForestTrainer;
import java.io.Serializable;
import java.time.Duration;

/**
 * How forests are trained and asked. Immutable.
 *
 * @param warmUp how much event time a cluster must have been seen before its first forest
 * @param trainEvery how often a new forest is trained, in event time
 * @param leastRows how many minutes of nodes must have been seen before the first forest
 * @param reservoirRows of how many minutes of nodes a forest knows
 * @param halfLife after which a minute is half as likely to be among them
 * @param trees how many trees a forest has
 * @param unusual calibrated score from which on a minute is unusual, 0 to 1
 * @param persistentWindows in how many of the latest {@code ofWindows} minutes a node must be unusual
 * @param ofWindows of how many minutes; at most 63
 * @param recorded calibrated score from which on a score is kept with its explanation, 0 to 1
 * @param seed of samples and trees
 */
public record AnomalySettings(
        Duration warmUp,
        Duration trainEvery,
        int leastRows,
        int reservoirRows,
        Duration halfLife,
        int trees,
        double unusual,
        int persistentWindows,
        int ofWindows,
        double recorded,
        long seed)
        implements Serializable {
    public AnomalySettings {
        requireAtLeast("time to warm up", warmUp.toMillis(), 0);
        requireAtLeast(
                "time between trainings, ms",
                trainEvery.toMillis(),
                Duration.ofMinutes(1).toMillis());
        requireAtLeast("rows before the first forest", leastRows, ForestTrainer.LEAST_ROWS);
        requireAtLeast("rows of the reservoir", reservoirRows, leastRows);
        requireAtLeast("half-life, ms", halfLife.toMillis(), 1);
        requireAtLeast("trees", trees, 1);
        requireShare("score of the unusual", unusual);
        requireShare("score of the recorded", recorded);
        // checks the rest
        new Persistence(persistentWindows, ofWindows);
    }

    /**
     * First after an hour, then every hour from 4,096 minutes, of which those of a week ago are half as likely; told when three
     * of five minutes have a score of 0.7, which one benign minute in 80,000 has.
     */
    public static AnomalySettings defaults() {
        return new AnomalySettings(
                Duration.ofHours(1),
                Duration.ofHours(1),
                256,
                4_096,
                Duration.ofDays(7),
                100,
                0.7,
                3,
                5,
                0.43,
                20_260_101);
    }

    Persistence persistence() {
        return new Persistence(persistentWindows, ofWindows);
    }

    private static void requireAtLeast(String what, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at least " + least + ")");
        }
    }

    private static void requireShare(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to 1)");
        }
    }
}
