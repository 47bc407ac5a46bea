/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.AccessEntry;
import io.meshobservatory.connectors.otlp.logs.DecodedLogs;
import io.meshobservatory.connectors.otlp.logs.LogDecodeException;
import io.meshobservatory.connectors.otlp.logs.LogDecoder;
import io.meshobservatory.connectors.otlp.logs.LogLine;
import io.meshobservatory.connectors.otlp.logs.PassedOver;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.jobs.identity.IdentityTypes;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests into lines. What cannot be decoded goes to {@link #DEAD_LETTERS}, names under which the emitters may be
 * known to {@link #ALIASES}. A line that tells no time gets that of the record with which it came.
 */
final class DecodeLogs extends ProcessFunction<OtlpRecord, LogLine> {
    static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetter.TYPE);
    static final OutputTag<Alias> ALIASES = new OutputTag<>("aliases", IdentityTypes.ALIAS);

    private static final long serialVersionUID = 1L;

    private final long futureToleranceMillis;
    private transient @Nullable LogDecoder decoder;
    private transient @Nullable AliasesOfMinutes aliases;
    private transient @Nullable Counter entries;
    private transient @Nullable Counter deadLetters;
    private transient @Nullable LineCounters<PassedOver> passedOver;
    private transient @Nullable LineCounters<DropReason> dropped;

    DecodeLogs(long futureToleranceMillis) {
        this.futureToleranceMillis = futureToleranceMillis;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        decoder = new LogDecoder();
        aliases = new AliasesOfMinutes();
        entries = metrics.counter("accessLogLines");
        deadLetters = metrics.counter("deadLetters");
        passedOver = new LineCounters<>(metrics, "passedOverLogRecords", PassedOver.class, PassedOver::label);
        dropped = new LineCounters<>(metrics, "droppedLogLines", DropReason.class, DropReason::label);
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(OtlpRecord otlp, Context context, Collector<LogLine> out) {
        DecodedLogs decoded;
        try {
            decoded = decoder.decode(otlp.value());
        } catch (LogDecodeException undecodable) {
            deadLetters.inc();
            context.output(DEAD_LETTERS, new DeadLetter(otlp, undecodable.getMessage()));
            return;
        }
        decoded.passedOver().forEach(passedOver::count);
        long latestMillis = latestAllowedMillis(otlp);
        for (LogLine line : decoded.lines()) {
            if (line instanceof AccessEntry entry) {
                collect(entry, latestMillis, context, out);
            } else {
                out.collect(timed((UnparsedLine) line, otlp, latestMillis, context));
            }
        }
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void collect(AccessEntry entry, long latestMillis, Context context, Collector<LogLine> out) {
        entries.inc();
        if (entry.timeMillis() > latestMillis) {
            dropped.count(DropReason.FROM_THE_FUTURE);
            return;
        }
        for (Alias alias : entry.aliases()) {
            Alias told = aliases.once(alias);
            if (told != null) {
                context.output(ALIASES, told);
            }
        }
        out.collect(entry.withoutAliases());
    }

    /** A line that could not be read may tell any time; it must not be waited for. */
    private static UnparsedLine timed(UnparsedLine line, OtlpRecord otlp, long latestMillis, Context context) {
        if (line.timeMillis() != UnparsedLine.NO_TIME && line.timeMillis() <= latestMillis) {
            return line;
        }
        if (otlp.writtenMillis() != OtlpRecord.NEVER_WRITTEN) {
            return line.withTime(otlp.writtenMillis());
        }
        Long eventTime = context.timestamp();
        return line.withTime(eventTime == null ? 0 : Math.max(0, eventTime));
    }

    private long latestAllowedMillis(OtlpRecord otlp) {
        return otlp.writtenMillis() == OtlpRecord.NEVER_WRITTEN
                ? Long.MAX_VALUE
                : otlp.writtenMillis() + futureToleranceMillis;
    }
}
