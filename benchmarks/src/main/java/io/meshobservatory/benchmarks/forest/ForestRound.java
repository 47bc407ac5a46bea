/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import io.meshobservatory.models.forest.ForestModel;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * One seed.
 *
 * @param model that was trained
 * @param ranking of the table's rows
 * @param checksum of the scores, bit for bit
 * @param trainingNanos how long training took, calibration included
 * @param scoringNanos how long scoring all rows took
 */
public record ForestRound(ForestModel model, Ranking ranking, long checksum, long trainingNanos, long scoringNanos) {

    /** CRC-32 of the bits of the scores, in the table's order. */
    static long checksum(double[] scores) {
        ByteBuffer bytes = ByteBuffer.allocate(scores.length * Double.BYTES);
        for (double score : scores) {
            bytes.putDouble(score);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.array());
        return checksum.getValue();
    }

    long seed() {
        return model.summary().settings().seed();
    }

    String describe() {
        return String.format(
                Locale.ROOT,
                "seed %d: AUROC %.4f, average precision %.4f; trained in %.0f ms, scored in %.0f ms; scores %08x",
                seed(),
                ranking.auroc(),
                ranking.averagePrecision(),
                trainingNanos / 1e6,
                scoringNanos / 1e6,
                checksum);
    }
}
