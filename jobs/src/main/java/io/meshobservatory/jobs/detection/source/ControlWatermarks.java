/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.source;

import io.meshobservatory.jobs.source.OtlpRecord;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Event time of {@code mesh_control}: it holds decisions up while it is read, so that what was said before the job began is
 * known first, and nobody once it is silent. People say things when they like, so its records move no time on.
 *
 * @param silence how long it is silent until it holds nobody up
 */
public record ControlWatermarks(Duration silence) implements WatermarkStrategy<OtlpRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public TimestampAssigner<OtlpRecord> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (said, kafkaTime) -> said.writtenMillis();
    }

    @Override
    public WatermarkGenerator<OtlpRecord> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new Generator(silence.toMillis(), context.getInputActivityClock());
    }

    private static final class Generator implements WatermarkGenerator<OtlpRecord> {
        private final long silenceMillis;
        private final RelativeClock clock;
        private long lastActiveMillis;

        Generator(long silenceMillis, RelativeClock clock) {
            this.silenceMillis = silenceMillis;
            this.clock = clock;
            this.lastActiveMillis = clock.relativeTimeMillis();
        }

        @Override
        public void onEvent(OtlpRecord event, long timestampMillis, WatermarkOutput output) {
            lastActiveMillis = clock.relativeTimeMillis();
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (clock.relativeTimeMillis() - lastActiveMillis >= silenceMillis) {
                output.markIdle();
            }
        }
    }
}
