/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Exact quantiles of some finite values. */
final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** Of these values, as far as they are finite. */
    static Quantiles of(double[] values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        Arrays.sort(finite);
        return new Quantiles(finite);
    }

    /** Of one column of some rows, as far as its values are finite. */
    static Quantiles ofColumn(double[][] rows, int column) {
        double[] values = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = rows[i][column];
        }
        return of(values);
    }

    /** Of what a function makes of the values. */
    Quantiles map(DoubleUnaryOperator function) {
        return of(Arrays.stream(sorted).map(function).toArray());
    }

    boolean isEmpty() {
        return sorted.length == 0;
    }

    int count() {
        return sorted.length;
    }

    double median() {
        return at(0.5);
    }

    /** The value at a share from 0 to 1, interpolated between neighbours; NaN if there are none. */
    double at(double share) {
        if (isEmpty()) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = position - below;
        return weight == 0 ? sorted[below] : (1 - weight) * sorted[below] + weight * sorted[above];
    }

    /** The values at some shares. */
    double[] at(double[] shares) {
        return Arrays.stream(shares).map(this::at).toArray();
    }

    /** The mean, summed in ascending order; NaN if there are no values. */
    double mean() {
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        return sum / sorted.length;
    }
}
