/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.source;

import java.io.Serial;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time of a stream that comes in bursts, such as what scrapes tell once a minute: it moves time on where no other
 * stream does, but never holds time up for the others. After each watermark the stream is idle, so that whoever joins it
 * with a steady stream follows that one. What it brings is then late by the distance of its bursts, which must be less
 * than the allowed lateness.
 *
 * @param time the time up to which a record tells
 */
public record YieldingWatermarks<T>(SerializableTimestampAssigner<T> time) implements WatermarkStrategy<T> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public TimestampAssigner<T> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return time;
    }

    @Override
    public WatermarkGenerator<T> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new Generator<>();
    }

    static final class Generator<T> implements WatermarkGenerator<T> {
        private long latestMillis = Long.MIN_VALUE;
        private long toldMillis = Long.MIN_VALUE;

        @Override
        public void onEvent(T event, long timestampMillis, WatermarkOutput output) {
            latestMillis = Math.max(latestMillis, timestampMillis);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (latestMillis > toldMillis) {
                toldMillis = latestMillis;
                output.emitWatermark(new Watermark(latestMillis));
            }
            output.markIdle();
        }
    }
}
