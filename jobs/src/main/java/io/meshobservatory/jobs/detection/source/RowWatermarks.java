/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.source;

import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Event time of the topics of rows: when rows were given out, with bounded disorder per partition, and an end to silence. A
 * partition that falls silent lets the minute of its last row settle, and is then idle.
 *
 * @param disorder how much earlier than the latest row another may have been given out
 * @param idleness how long a partition is silent until it holds nobody up
 * @param settling how long a minute takes to settle
 */
public record RowWatermarks(Duration disorder, Duration idleness, Settling settling)
        implements WatermarkStrategy<OtlpRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public TimestampAssigner<OtlpRecord> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (row, kafkaTime) -> row.writtenMillis();
    }

    @Override
    public WatermarkGenerator<OtlpRecord> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new Generator(this, context.getInputActivityClock());
    }

    /** One per partition. The clock stands still while the job is held up, so that being slow is not being silent. */
    static final class Generator implements WatermarkGenerator<OtlpRecord> {
        private final RowWatermarks strategy;
        private final RelativeClock clock;
        private long latestMillis = Long.MIN_VALUE;
        private long lastActiveMillis;
        private boolean idle;

        Generator(RowWatermarks strategy, RelativeClock clock) {
            this.strategy = strategy;
            this.clock = clock;
            this.lastActiveMillis = clock.relativeTimeMillis();
        }

        @Override
        public void onEvent(OtlpRecord event, long timestampMillis, WatermarkOutput output) {
            latestMillis = Math.max(latestMillis, timestampMillis);
            lastActiveMillis = clock.relativeTimeMillis();
            idle = false;
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            boolean silent = clock.relativeTimeMillis() - lastActiveMillis
                    >= strategy.idleness().toMillis();
            if (!silent) {
                if (latestMillis != Long.MIN_VALUE) {
                    output.emitWatermark(
                            new Watermark(latestMillis - strategy.disorder().toMillis() - 1));
                }
            } else if (!idle) {
                if (latestMillis != Long.MIN_VALUE) {
                    output.emitWatermark(new Watermark(strategy.settling().dueMillis(Settling.minuteOf(latestMillis))));
                }
                output.markIdle();
                idle = true;
            }
        }
    }
}
