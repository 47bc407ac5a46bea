/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From OTLP metrics to what they count on edges, and to facts.
 *
 * @param edges sums of what metrics count, from the vantages of metrics; each comes before the watermark that closes its
 *     window
 * @param facts health of proxies and of the control plane, certificates, refusals, unusable points
 * @param aliases whose the addresses of targets are, and which service accounts workloads run under
 * @param deadLetters records that could not be decoded
 */
public record MetricsStage(
        DataStream<EdgeDelta> edges,
        DataStream<Fact> facts,
        DataStream<Alias> aliases,
        DataStream<DeadLetter> deadLetters) {
    /** How far the event time of spans may be ahead of the last scrape, apart from the silence after it. */
    private static final Duration EVENT_TIME_AHEAD = Duration.ofSeconds(20);

    /**
     * Defines the stage.
     *
     * @param records {@code ExportMetricsServiceRequest}s with event time
     * @param config allowed lateness, idleness and tolerance of the future are taken from it
     */
    public static MetricsStage define(DataStream<OtlpRecord> records, ServiceGraphConfig config) {
        SingleOutputStreamOperator<TargetPoints> points = records.process(
                        new DecodeMetrics(config.futureTolerance().toMillis()), MetricTypes.TARGET_POINTS)
                .uid("decode-metrics")
                .name("decode metrics");
        SingleOutputStreamOperator<EdgeDelta> increases = points.keyBy(new ByTarget(), BasicTypeInfo.STRING_TYPE_INFO)
                .process(new CountIncreases(reachMillis(config)), Types.EDGE_DELTA)
                .uid("count-increases")
                .name("count increases");
        return new MetricsStage(
                increases,
                points.getSideOutput(DecodeMetrics.FACTS).union(increases.getSideOutput(CountIncreases.FACTS)),
                points.getSideOutput(DecodeMetrics.ALIASES).union(increases.getSideOutput(CountIncreases.ALIASES)),
                points.getSideOutput(DecodeMetrics.DEAD_LETTERS));
    }

    /**
     * How long after its end a window takes part in increases, in milliseconds: a multiple of ten seconds, at least one.
     *
     * <p>It is less than the allowed lateness, because what increases is summed by the event time of spans, which is ahead of
     * that of metrics: scrapes come in bursts, and event time passes the last of them when their partition counts as silent.
     */
    static long reachMillis(ServiceGraphConfig config) {
        long aheadMillis = config.idleness().plus(EVENT_TIME_AHEAD).toMillis();
        long reach = WindowSize.TEN_SECONDS.startMillis(config.allowedLateness().toMillis() - aheadMillis);
        return Math.max(reach, WindowSize.TEN_SECONDS.millis());
    }

    private static final class ByTarget implements KeySelector<TargetPoints, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(TargetPoints points) {
            return points.target();
        }
    }
}
