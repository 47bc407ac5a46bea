/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.ArrayList;
import java.util.List;

/**
 * Learns a {@link Scaling} from training rows.
 *
 * <p>Column by column: the transform is the declared one, or is measured; the centre is the median and the scale the
 * median absolute deviation, each of the transformed values that are there. Half of the rows may be attacks without
 * moving either far. Where more than half of the rows are equal, the deviation is zero, and the next estimate of
 * {@link ScaleBasis} takes its place.
 *
 * <p>A column whose transform is to be measured is taken as heavy-tailed if it is not negative, reaches
 * {@value #LEAST_REACH} or more, and its upper tail (median to 99th percentile) is more than
 * {@value #HEAVY_TAIL} times as long as its lower one (1st percentile to median). For an exponential distribution that
 * ratio is 5.7, for a log-normal one of sigma 1 it is 10.
 */
final class ScalingLearner {
    static final double HEAVY_TAIL = 10;
    static final double LEAST_REACH = 10;

    private static final double NORMAL_MEDIAN_DEVIATION = 1.4826;
    private static final double NORMAL_QUARTILE_RANGE = 1.349;
    private static final double NORMAL_MEAN_DEVIATION = 1.2533;

    private ScalingLearner() {}

    /** The scaling of these rows; values that are not finite count for nothing. */
    static Scaling learn(InputSchema schema, double[][] rows) {
        List<ColumnScaling> columns = new ArrayList<>(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            columns.add(learn(schema.columns().get(i).transform(), Quantiles.ofColumn(rows, i)));
        }
        return new Scaling(columns);
    }

    private static ColumnScaling learn(Transform declared, Quantiles raw) {
        Transform transform = declared == Transform.MEASURED ? measured(raw) : declared;
        if (raw.isEmpty()) {
            return new ColumnScaling(transform, 0, 1, ScaleBasis.CONSTANT);
        }
        Quantiles transformed = raw.map(transform::apply);
        double median = transformed.median();
        Quantiles deviations = transformed.map(value -> Math.abs(value - median));
        double deviation = NORMAL_MEDIAN_DEVIATION * deviations.median();
        if (isUsable(deviation)) {
            return new ColumnScaling(transform, median, deviation, ScaleBasis.MEDIAN_DEVIATION);
        }
        double range = (transformed.at(0.75) - transformed.at(0.25)) / NORMAL_QUARTILE_RANGE;
        if (isUsable(range)) {
            return new ColumnScaling(transform, median, range, ScaleBasis.QUARTILES);
        }
        double mean = NORMAL_MEAN_DEVIATION * deviations.mean();
        if (isUsable(mean)) {
            return new ColumnScaling(transform, median, mean, ScaleBasis.MEAN_DEVIATION);
        }
        return new ColumnScaling(transform, median, 1, ScaleBasis.CONSTANT);
    }

    private static Transform measured(Quantiles raw) {
        if (raw.isEmpty() || raw.at(0) < 0 || raw.at(0.99) < LEAST_REACH) {
            return Transform.IDENTITY;
        }
        double upper = raw.at(0.99) - raw.median();
        double lower = raw.median() - raw.at(0.01);
        return upper > HEAVY_TAIL * lower ? Transform.LOG1P : Transform.IDENTITY;
    }

    private static boolean isUsable(double scale) {
        return scale > 0 && Double.isFinite(scale);
    }
}
