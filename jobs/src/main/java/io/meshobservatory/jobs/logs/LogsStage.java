/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.LogLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.edges.SumLocally;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What the access logs of proxies tell.
 *
 * @param edges sums of calls and connections per edge, ten-second window and side of the call (vantages of logs)
 * @param facts TLS handshakes that failed, and how many lines could not be read
 * @param aliases addresses and names of the workloads that wrote lines, each about once a minute
 * @param deadLetters records that are no log requests
 * @param unparsed access-log lines that could not be read
 */
public record LogsStage(
        DataStream<EdgeDelta> edges,
        DataStream<Fact> facts,
        DataStream<Alias> aliases,
        DataStream<DeadLetter> deadLetters,
        DataStream<UnparsedLine> unparsed) {
    /**
     * Defines the stage. It also runs in batch mode.
     *
     * @param records requests of the signal LOGS, with event time
     * @param config allowed lateness and future tolerance are taken from it
     */
    public static LogsStage define(DataStream<OtlpRecord> records, ServiceGraphConfig config) {
        SingleOutputStreamOperator<LogLine> lines = records.process(
                        new DecodeLogs(config.futureTolerance().toMillis()), LogTypes.LOG_LINE)
                .uid("decode-logs")
                .name("decode logs");
        SingleOutputStreamOperator<CallChange> calls = lines.keyBy(new ByIdentity(), LogTypes.LINE_ID)
                .process(new CountLinesOnce(config.allowedLateness().toMillis()), Types.CALL_CHANGE)
                .uid("count-log-lines-once")
                .name("count log lines once");
        SingleOutputStreamOperator<EdgeDelta> sums = calls.transform(
                        "sum logged calls locally", Types.EDGE_DELTA, new SumLocally())
                .uid("sum-logged-calls-locally");
        return new LogsStage(
                sums,
                calls.getSideOutput(CountLinesOnce.FACTS),
                lines.getSideOutput(DecodeLogs.ALIASES),
                lines.getSideOutput(DecodeLogs.DEAD_LETTERS),
                calls.getSideOutput(CountLinesOnce.UNPARSED));
    }

    private static final class ByIdentity implements KeySelector<LogLine, LineId> {
        private static final long serialVersionUID = 1L;

        @Override
        public LineId getKey(LogLine line) {
            return line.id();
        }
    }
}
