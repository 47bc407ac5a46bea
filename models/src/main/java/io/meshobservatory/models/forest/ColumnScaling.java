/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

/**
 * The scaling of one column: transform, then distance from the median in robust standard deviations.
 *
 * @param transform identity or log; never MEASURED
 * @param median of the transformed training values
 * @param scale robust standard deviation of the transformed training values; positive
 * @param basis what the scale was taken from
 */
public record ColumnScaling(Transform transform, double median, double scale, ScaleBasis basis) {
    /**
     * Standardised values end here on both sides, so that differences and products of them stay finite. Nothing
     * real is a thousand million deviations from its median; where it is, it is as far out as can be.
     */
    static final double LIMIT = 1e9;

    public ColumnScaling {
        if (transform == Transform.MEASURED) {
            throw new IllegalArgumentException("transform: MEASURED (expected: what was measured)");
        }
        if (!Double.isFinite(median)) {
            throw new IllegalArgumentException("median: " + median + " (expected: finite)");
        }
        if (!(scale > 0) || !Double.isFinite(scale)) {
            throw new IllegalArgumentException("scale: " + scale + " (expected: > 0 and finite)");
        }
    }

    /** The standardised value; the argument must be finite. */
    double standardise(double raw) {
        double deviations = (transform.apply(raw) - median) / scale;
        return Math.max(-LIMIT, Math.min(LIMIT, deviations));
    }

    /** The raw value that is standardised to zero. */
    public double expected() {
        return transform.invert(median);
    }
}
