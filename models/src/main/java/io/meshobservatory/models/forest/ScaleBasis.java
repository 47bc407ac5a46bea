/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

/**
 * What a column's scale was taken from: the first of these that is not zero. Each estimates the standard deviation of
 * normally distributed values. The codes stand in stored models and never change.
 */
public enum ScaleBasis {
    /** Median absolute deviation from the median, times 1.4826: half of the rows may be anything. */
    MEDIAN_DEVIATION(0),
    /** Interquartile range, divided by 1.349: more than half of the rows are equal, one quarter is not. */
    QUARTILES(1),
    /** Mean absolute deviation from the median, times 1.2533: nearly all rows are equal. */
    MEAN_DEVIATION(2),
    /** All rows are equal, or none has a value: the unit itself. */
    CONSTANT(3);

    private final int code;

    ScaleBasis(int code) {
        this.code = code;
    }

    /** The basis in a stored model. */
    int code() {
        return code;
    }

    /**
     * The basis of a stored model.
     *
     * @throws IllegalArgumentException if none has this code
     */
    static ScaleBasis ofCode(int code) {
        return switch (code) {
            case 0 -> MEDIAN_DEVIATION;
            case 1 -> QUARTILES;
            case 2 -> MEAN_DEVIATION;
            case 3 -> CONSTANT;
            default -> throw new IllegalArgumentException("scale basis: " + code + " (expected: 0 to 3)");
        };
    }
}
