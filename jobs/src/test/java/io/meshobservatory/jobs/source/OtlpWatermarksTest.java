/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class OtlpWatermarksTest {
    private static final OtlpWatermarks STRATEGY = new OtlpWatermarks(
            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofMinutes(1));
    private static final OtlpRecord ANY = new OtlpRecord("t", 0, 0, 0, new byte[0]);

    private final ManualClock clock = new ManualClock();
    private final Output output = new Output();
    private final OtlpWatermarks.Generator generator = new OtlpWatermarks.Generator(STRATEGY, clock);

    @Test
    void staysBehindTheLatestSpanByTheDisorder() {
        generator.onEvent(ANY, 100_000, output);
        generator.onEvent(ANY, 90_000, output);
        generator.onPeriodicEmit(output);

        assertThat(output.watermarks).containsExactly(94_999L);
    }

    /** Who sends a single trace and looks at the page should see it, although no later span pushes time forward. */
    @Test
    void runsAheadOnceBeforeItIsIdle() {
        generator.onEvent(ANY, 100_000, output);
        clock.advanceTime(Duration.ofSeconds(30));
        generator.onPeriodicEmit(output);
        generator.onPeriodicEmit(output);

        assertThat(output.watermarks).containsExactly(120_000L);
        assertThat(output.idleTimes).isEqualTo(1);
    }

    /** Else the last minute of a mesh that falls silent would be in no table of minutes. */
    @Test
    void runsAheadToTheEndOfTheMinute() {
        generator.onEvent(ANY, 61_000, output);
        clock.advanceTime(Duration.ofSeconds(30));
        generator.onPeriodicEmit(output);

        assertThat(output.watermarks).containsExactly(119_999L);
    }

    @Test
    void aPartitionThatNeverHadAnythingBecomesIdleToo() {
        clock.advanceTime(Duration.ofSeconds(30));
        generator.onPeriodicEmit(output);

        assertThat(output.watermarks).isEmpty();
        assertThat(output.idleTimes).isEqualTo(1);
    }

    @Test
    void aDamagedRecordDoesNotMoveTime() {
        long time = STRATEGY.createTimestampAssigner(null)
                .extractTimestamp(new OtlpRecord("t", 0, 0, 5, new byte[] {1, 2, 3}), 5);
        generator.onEvent(ANY, 100_000, output);
        generator.onEvent(ANY, time, output);
        generator.onPeriodicEmit(output);

        assertThat(output.watermarks).containsExactly(94_999L);
    }

    /** One sender with a wrong clock must not make everybody else late. */
    @Test
    void aSpanFromTheFutureIsHeldDown() {
        long written = 1_700_000_000_000L;
        OtlpRecord future = new OtlpRecord("t", 0, 0, written, requestEndingAt(written + 3_600_000));

        assertThat(STRATEGY.createTimestampAssigner(null).extractTimestamp(future, written))
                .isEqualTo(written + 60_000);
    }

    private static byte[] requestEndingAt(long millis) {
        Span span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setEndTimeUnixNano(millis * 1_000_000)
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }

    private static final class Output implements WatermarkOutput {
        private final List<Long> watermarks = new ArrayList<>();
        private int idleTimes;

        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            idleTimes++;
        }

        @Override
        public void markActive() {}
    }
}
