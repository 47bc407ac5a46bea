/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.meshobservatory.connectors.otlp.metrics.DecodedMetrics;
import io.meshobservatory.connectors.otlp.metrics.MetricDecodeException;
import io.meshobservatory.connectors.otlp.metrics.MetricDecoder;
import io.meshobservatory.connectors.otlp.metrics.UnusablePoints;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.metric.UnusableReason;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.jobs.facts.FactTypes;
import io.meshobservatory.jobs.identity.IdentityTypes;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests and cuts them into the points of each target. What cannot be decoded goes to {@link #DEAD_LETTERS}; points
 * that cannot be used are counted and told as facts.
 */
final class DecodeMetrics extends ProcessFunction<OtlpRecord, TargetPoints> {
    static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetter.TYPE);
    static final OutputTag<Fact> FACTS = new OutputTag<>("facts", FactTypes.FACT);
    static final OutputTag<Alias> ALIASES = new OutputTag<>("aliases", IdentityTypes.ALIAS);

    private static final long serialVersionUID = 1L;

    private final long futureToleranceMillis;
    private transient @Nullable MetricDecoder decoder;
    private transient @Nullable Counter points;
    private transient @Nullable Counter passedOver;
    private transient @Nullable Counter deadLetters;
    private transient @Nullable UnusableCounters unusable;

    /** @param futureToleranceMillis how far a point's clock may be ahead of Kafka's */
    DecodeMetrics(long futureToleranceMillis) {
        this.futureToleranceMillis = futureToleranceMillis;
    }

    @Override
    public void open(OpenContext context) {
        decoder = new MetricDecoder();
        points = getRuntimeContext().getMetricGroup().counter("metricPointsDecoded");
        passedOver = getRuntimeContext().getMetricGroup().counter("metricPointsPassedOver");
        deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
        unusable = new UnusableCounters(getRuntimeContext().getMetricGroup());
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(OtlpRecord otlp, Context context, Collector<TargetPoints> out) {
        DecodedMetrics decoded;
        try {
            decoded = decoder.decode(otlp.value());
        } catch (MetricDecodeException undecodable) {
            deadLetters.inc();
            context.output(DEAD_LETTERS, new DeadLetter(otlp, undecodable.getMessage()));
            return;
        }
        passedOver.inc(decoded.passedOver());
        long latestMillis = latestAllowedMillis(otlp);
        for (UnusablePoints some : decoded.unusable()) {
            tellUnusable(some.node(), some.reason(), some.timeMillis(), some.points(), latestMillis, context);
        }
        for (Alias alias : decoded.aliases()) {
            if (alias.timeMillis() <= latestMillis) {
                context.output(ALIASES, alias);
            }
        }
        for (TargetPoints target : decoded.targets()) {
            points.inc(target.points().size());
            TargetPoints past = target.only(lastMillis -> lastMillis < latestMillis);
            int future = target.points().size() - past.points().size();
            if (future > 0) {
                Workload self = target.identity().workload();
                Node node = self == null ? target.address() : self.node();
                tellUnusable(node, UnusableReason.FROM_THE_FUTURE, latestMillis, future, latestMillis, context);
            }
            if (!past.isEmpty()) {
                out.collect(past);
            }
        }
    }

    /** Of points that nobody ever gave a time, only the counter tells. */
    @SuppressWarnings("NullAway") // open() comes first
    private void tellUnusable(
            Node node, UnusableReason reason, long timeMillis, long count, long latestMillis, Context context) {
        long written = latestMillis == Long.MAX_VALUE ? 0 : latestMillis - futureToleranceMillis;
        long when = timeMillis == 0 ? written : Math.min(timeMillis, latestMillis);
        Fact fact = unusable.count(node, reason, when, count);
        if (when > 0) {
            context.output(FACTS, fact);
        }
    }

    private long latestAllowedMillis(OtlpRecord otlp) {
        return otlp.writtenMillis() == OtlpRecord.NEVER_WRITTEN
                ? Long.MAX_VALUE
                : otlp.writtenMillis() + futureToleranceMillis;
    }
}
