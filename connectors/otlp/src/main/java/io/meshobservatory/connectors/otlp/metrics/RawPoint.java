/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point as OTLP has it, whatever its type.
 *
 * @param attributes its attributes
 * @param startNanos start time, 0 where not set
 * @param timeNanos time, 0 where not set
 * @param marksGap whether it only says that the series ended or is missing
 * @param temporality of its metric; unspecified for gauges and summaries
 * @param accumulates whether the metric is a sum that never falls, or a histogram
 * @param number its number, NaN where it has none
 * @param histogram its histogram with explicit bounds, if that is what it is
 * @param exponential its exponential histogram, if that is what it is
 */
record RawPoint(
        List<KeyValue> attributes,
        long startNanos,
        long timeNanos,
        boolean marksGap,
        AggregationTemporality temporality,
        boolean accumulates,
        double number,
        @Nullable HistogramDataPoint histogram,
        @Nullable ExponentialHistogramDataPoint exponential) {
    private static final int NO_RECORDED_VALUE = 1;

    /** The points of a metric. */
    static List<RawPoint> of(Metric metric) {
        List<RawPoint> points = new ArrayList<>();
        switch (metric.getDataCase()) {
            case SUM -> {
                AggregationTemporality temporality = metric.getSum().getAggregationTemporality();
                boolean monotonic = metric.getSum().getIsMonotonic();
                for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
                    points.add(ofNumber(point, temporality, monotonic));
                }
            }
            case GAUGE -> {
                for (NumberDataPoint point : metric.getGauge().getDataPointsList()) {
                    points.add(ofNumber(point, AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED, false));
                }
            }
            case HISTOGRAM -> {
                AggregationTemporality temporality = metric.getHistogram().getAggregationTemporality();
                for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
                    points.add(new RawPoint(
                            point.getAttributesList(),
                            point.getStartTimeUnixNano(),
                            point.getTimeUnixNano(),
                            marksGap(point.getFlags()),
                            temporality,
                            true,
                            Double.NaN,
                            point,
                            null));
                }
            }
            case EXPONENTIAL_HISTOGRAM -> {
                AggregationTemporality temporality =
                        metric.getExponentialHistogram().getAggregationTemporality();
                for (ExponentialHistogramDataPoint point :
                        metric.getExponentialHistogram().getDataPointsList()) {
                    points.add(new RawPoint(
                            point.getAttributesList(),
                            point.getStartTimeUnixNano(),
                            point.getTimeUnixNano(),
                            marksGap(point.getFlags()),
                            temporality,
                            true,
                            Double.NaN,
                            null,
                            point));
                }
            }
            case SUMMARY -> {
                for (SummaryDataPoint point : metric.getSummary().getDataPointsList()) {
                    points.add(new RawPoint(
                            point.getAttributesList(),
                            point.getStartTimeUnixNano(),
                            point.getTimeUnixNano(),
                            marksGap(point.getFlags()),
                            AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED,
                            false,
                            Double.NaN,
                            null,
                            null));
                }
            }
            default -> {
                // a metric without data has no points
            }
        }
        return points;
    }

    /** Whether it is a plain number. */
    boolean isNumber() {
        return histogram == null && exponential == null;
    }

    private static RawPoint ofNumber(NumberDataPoint point, AggregationTemporality temporality, boolean accumulates) {
        double number = switch (point.getValueCase()) {
            case AS_INT -> point.getAsInt();
            case AS_DOUBLE -> point.getAsDouble();
            default -> Double.NaN;
        };
        return new RawPoint(
                point.getAttributesList(),
                point.getStartTimeUnixNano(),
                point.getTimeUnixNano(),
                marksGap(point.getFlags()),
                temporality,
                accumulates,
                number,
                null,
                null);
    }

    private static boolean marksGap(int flags) {
        return (flags & NO_RECORDED_VALUE) != 0;
    }
}
