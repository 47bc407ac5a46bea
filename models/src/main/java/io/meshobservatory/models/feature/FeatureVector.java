/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.feature;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One node in one minute as the forest sees it. The order of all arrays is that of {@link FeatureSchema}. Immutable by
 * convention: the arrays are not copied and must not be written to.
 *
 * @param schemaVersion {@link FeatureSchema#VERSION} of the schema that it follows
 * @param node whom it is about
 * @param minuteStartMillis the beginning of the minute, milliseconds since the epoch
 * @param values how far each figure is from what is usual for this node at such load, in scales; from
 *     {@code -}{@link FeatureSchema#LIMIT} to {@link FeatureSchema#LIMIT}; NaN where missing, never infinite
 * @param observed the figures themselves, in the units of the schema; NaN where missing
 * @param expected what is usual, in the same units; NaN where missing
 * @param calls calls of the node in the minute, both ways
 * @param held whether signals of this minute keep it from being learned from
 */
public record FeatureVector(
        int schemaVersion,
        Node node,
        long minuteStartMillis,
        double[] values,
        double[] observed,
        double[] expected,
        long calls,
        boolean held) {
    public FeatureVector {
        requireNonNull(node, "node");
        int width = FeatureSchema.size();
        if (schemaVersion == FeatureSchema.VERSION
                && (values.length != width || observed.length != width || expected.length != width)) {
            throw new IllegalArgumentException("feature vector of " + node + " has " + values.length + ", "
                    + observed.length + " and " + expected.length + " figures (expected: " + width + " of each)");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeatureVector that
                && schemaVersion == that.schemaVersion
                && node.equals(that.node)
                && minuteStartMillis == that.minuteStartMillis
                && Arrays.equals(values, that.values)
                && Arrays.equals(observed, that.observed)
                && Arrays.equals(expected, that.expected)
                && calls == that.calls
                && held == that.held;
    }

    @Override
    public int hashCode() {
        return (node.hashCode() * 31 + Long.hashCode(minuteStartMillis)) * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "FeatureVector[" + node + ", " + minuteStartMillis + ", " + Arrays.toString(values) + "]";
    }
}
