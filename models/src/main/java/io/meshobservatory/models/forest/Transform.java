/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

/** What is done to a column before it is standardised. The codes stand in stored models and never change. */
public enum Transform {
    /** Nothing: shares, scores, entropies, times. */
    IDENTITY(0),
    /** sign(x) log(1 + |x|): what spans orders of magnitude, such as bytes, rates and counts. */
    LOG1P(1),
    /** Whichever of the two the training rows call for: see {@link ScalingLearner}. Never in a learned scaling. */
    MEASURED(2);

    private final int code;

    Transform(int code) {
        this.code = code;
    }

    /** The transform in a stored model. */
    int code() {
        return code;
    }

    /**
     * The transform of a stored model.
     *
     * @throws IllegalArgumentException if no transform has this code
     */
    static Transform ofCode(int code) {
        return switch (code) {
            case 0 -> IDENTITY;
            case 1 -> LOG1P;
            case 2 -> MEASURED;
            default -> throw new IllegalArgumentException("transform: " + code + " (expected: 0 to 2)");
        };
    }

    /** The value as the scaling sees it. */
    double apply(double raw) {
        return switch (this) {
            case LOG1P -> Math.copySign(Math.log1p(Math.abs(raw)), raw);
            case IDENTITY -> raw;
            case MEASURED -> throw new IllegalStateException("the transform of this column was never measured");
        };
    }

    /** The raw value of a transformed one. */
    double invert(double transformed) {
        return switch (this) {
            case LOG1P -> Math.copySign(Math.expm1(Math.abs(transformed)), transformed);
            case IDENTITY -> transformed;
            case MEASURED -> throw new IllegalStateException("the transform of this column was never measured");
        };
    }
}
