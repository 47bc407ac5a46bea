/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.score;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One trained model. The bytes are not copied: whoever gives or takes them leaves them as they are.
 *
 * @param cluster for whose nodes
 * @param version grows with each training
 * @param schemaVersion of the features that it reads
 * @param trainedAtMillis event time of the training, milliseconds since the epoch
 * @param rows on how many rows it was trained
 * @param summary of the training, a JSON object
 * @param blob the model in its own binary form
 */
public record ModelRow(
        String cluster, long version, int schemaVersion, long trainedAtMillis, long rows, String summary, byte[] blob) {
    public ModelRow {
        requireNonNull(cluster, "cluster");
        requireNonNull(summary, "summary");
        requireNonNull(blob, "blob");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelRow model
                && cluster.equals(model.cluster)
                && version == model.version
                && schemaVersion == model.schemaVersion
                && trainedAtMillis == model.trainedAtMillis
                && rows == model.rows
                && summary.equals(model.summary)
                && Arrays.equals(blob, model.blob);
    }

    @Override
    public int hashCode() {
        return 31 * cluster.hashCode() + Long.hashCode(version);
    }

    @Override
    public String toString() {
        return "ModelRow[" + cluster + ", version " + version + ", " + rows + " rows, " + blob.length + " bytes]";
    }
}
