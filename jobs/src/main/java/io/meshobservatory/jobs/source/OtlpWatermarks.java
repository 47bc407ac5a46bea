/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.source;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.decode.SpanTimes;
import io.meshobservatory.connectors.otlp.logs.LogTimes;
import io.meshobservatory.connectors.otlp.metrics.MetricTimes;
import io.meshobservatory.core.window.WindowSize;
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
 * Event time of the OTLP topics: bounded disorder per partition, and an end to silence.
 *
 * <p>The time of a record is the latest end of its spans, or the latest of its points or lines, held down to the time at which Kafka got it plus a tolerance,
 * so that one sender with a wrong clock cannot push the whole mesh into the future.
 *
 * <p>A partition that falls silent first lets its watermark run ahead of its last record by {@code flushAhead}, or to the
 * end of the minute if that is later, so that the windows of what it sent are closed and shown, and is then idle. This loses nothing: what still arrives is late by
 * less than the allowed lateness and changes its windows.
 *
 * @param disorder how much later than the latest span another may arrive
 * @param idleness how long a partition is silent until it holds nobody up
 * @param flushAhead how far event time then runs ahead; less than the allowed lateness
 * @param futureTolerance how far a span's clock may be ahead of Kafka's
 */
public record OtlpWatermarks(Duration disorder, Duration idleness, Duration flushAhead, Duration futureTolerance)
        implements WatermarkStrategy<OtlpRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public TimestampAssigner<OtlpRecord> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (otlp, kafkaTime) -> {
            long latest = latestMillis(otlp);
            return otlp.writtenMillis() == OtlpRecord.NEVER_WRITTEN
                    ? latest
                    : Math.min(latest, otlp.writtenMillis() + futureTolerance.toMillis());
        };
    }

    @Override
    public WatermarkGenerator<OtlpRecord> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new Generator(this, context.getInputActivityClock());
    }

    private static long latestMillis(OtlpRecord otlp) {
        if (otlp.topic().equals(OtlpSignal.METRICS.topic())) {
            return MetricTimes.latestMillis(otlp.value());
        }
        if (otlp.topic().equals(OtlpSignal.LOGS.topic())) {
            return LogTimes.latestMillis(otlp.value());
        }
        return SpanTimes.latestEndMillis(otlp.value());
    }

    /** One per partition. The clock stands still while the job is held up, so that being slow is not being silent. */
    static final class Generator implements WatermarkGenerator<OtlpRecord> {
        private final OtlpWatermarks strategy;
        private final RelativeClock clock;
        private long latestMillis = SpanTimes.NONE;
        private long lastActiveMillis;
        private boolean idle;

        Generator(OtlpWatermarks strategy, RelativeClock clock) {
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
                emit(output, -strategy.disorder().toMillis() - 1);
            } else if (!idle) {
                long endOfMinute = WindowSize.ONE_MINUTE.endMillis(latestMillis) - 1;
                emit(output, Math.max(strategy.flushAhead().toMillis(), endOfMinute - latestMillis));
                output.markIdle();
                idle = true;
            }
        }

        private void emit(WatermarkOutput output, long offsetMillis) {
            if (latestMillis != SpanTimes.NONE) {
                output.emitWatermark(new Watermark(latestMillis + offsetMillis));
            }
        }
    }
}
