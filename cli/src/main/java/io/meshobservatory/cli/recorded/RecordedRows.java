/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.recorded;

import io.meshobservatory.cli.inprocess.InProcessSink;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.servicegraph.ServiceGraphInputs;
import io.meshobservatory.jobs.servicegraph.ServiceGraphOutputs;
import io.meshobservatory.jobs.servicegraph.ServiceGraphTopology;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpFileFormat;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * What the service-graph topology makes of files. Flink's batch mode brings all spans of a trace, and all sums of an edge,
 * together before any timer fires: whatever the order of the input, nothing is late. What does not fit into memory is
 * sorted on disk.
 *
 * @param edges the last row of each edge and window, of one size of windows, by edge and window
 * @param facts all rows of facts, in no order
 * @param undecodable how many requests could not be decoded
 * @param firstProblem what was wrong with the first of them, null if there is none
 * @param dropped how many spans were not counted, by reason
 * @param unparsedLogLines how many log lines fitted no known format
 * @param firstUnparsedLine one of them with the reason, null if there is none
 */
public record RecordedRows(
        List<EdgeRow> edges,
        List<FactRow> facts,
        long undecodable,
        @Nullable String firstProblem,
        Map<DropReason, Long> dropped,
        long unparsedLogLines,
        @Nullable String firstUnparsedLine) {
    /**
     * Runs the topology.
     *
     * @param size of which windows rows are wanted; the others would fill the memory
     * @param parallelism over how many subtasks the work is spread; the result does not depend on it
     * @param read counts the requests as they are read
     * @throws Exception whatever Flink throws; the cause of a bad input is an OtlpFileException
     */
    public static RecordedRows of(
            List<Path> files, @Nullable OtlpSignal kind, WindowSize size, int parallelism, LongAdder read)
            throws Exception {
        try (CountedFormat format = new CountedFormat(new OtlpFileFormat(kind), read)) {
            return of(files, size, parallelism, format);
        }
    }

    private static RecordedRows of(List<Path> files, WindowSize size, int parallelism, CountedFormat format)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(localConfiguration());
        env.setParallelism(parallelism);
        env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        FileSource<OtlpRecord> source = FileSource.forRecordStreamFormat(
                        format,
                        files.stream()
                                .map(file -> new org.apache.flink.core.fs.Path(file.toUri()))
                                .toArray(org.apache.flink.core.fs.Path[]::new))
                .build();
        DataStream<OtlpRecord> requests = env.fromSource(source, WatermarkStrategy.noWatermarks(), "files");
        ServiceGraphOutputs outputs =
                ServiceGraphTopology.define(ServiceGraphInputs.of(requests), ServiceGraphConfig.defaults());
        try (InProcessSink.Results<EdgeRow> rows =
                        InProcessSink.attach(outputs.edges().filter(new OfSize(size)));
                InProcessSink.Results<DeadLetter> deadLetters = InProcessSink.attach(outputs.deadLetters());
                InProcessSink.Results<DroppedSpan> droppedSpans = InProcessSink.attach(outputs.droppedSpans());
                InProcessSink.Results<FactRow> facts = InProcessSink.attach(outputs.facts());
                InProcessSink.Results<UnparsedLine> unparsed = InProcessSink.attach(outputs.unparsedLogLines())) {
            env.execute("graph");
            return of(
                    rows.values(),
                    List.copyOf(facts.values()),
                    deadLetters.values(),
                    droppedSpans.values(),
                    unparsed.values());
        }
    }

    /** For jobs in this process that are run once. */
    public static Configuration localConfiguration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    private static RecordedRows of(
            Collection<EdgeRow> rows,
            List<FactRow> facts,
            Collection<DeadLetter> deadLetters,
            Collection<DroppedSpan> droppedSpans,
            Collection<UnparsedLine> unparsed) {
        Map<Window, EdgeRow> last = new HashMap<>();
        for (EdgeRow row : rows) {
            last.put(new Window(row.edge(), row.windowStartMillis()), row);
        }
        List<EdgeRow> ordered = new ArrayList<>(last.values());
        ordered.removeIf(EdgeRow::isRemoval);
        // sums of doubles depend on their order
        ordered.sort(Comparator.comparing(EdgeRow::edge).thenComparingLong(EdgeRow::windowStartMillis));
        Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
        droppedSpans.forEach(span -> dropped.merge(span.reason(), 1L, Long::sum));
        String firstProblem = deadLetters.stream()
                .min(Comparator.comparingLong(letter -> letter.record().offset()))
                .map(letter -> "request " + letter.record().offset() + ": " + letter.reason())
                .orElse(null);
        String firstLine = unparsed.stream()
                .map(line -> line.reason().label() + ": " + line.text())
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new RecordedRows(ordered, facts, deadLetters.size(), firstProblem, dropped, unparsed.size(), firstLine);
    }

    /**
     * Says what was not counted.
     *
     * @param command who says it
     * @return whether the input was good: every request could be decoded
     */
    public boolean explain(String command, PrintWriter err) {
        dropped.forEach(
                (reason, spans) -> err.println(command + ": " + spans + " spans not counted: " + reason.label()));
        if (unparsedLogLines > 0) {
            err.println(command + ": " + unparsedLogLines + " log lines fit no known format; one of them: "
                    + firstUnparsedLine);
        }
        if (undecodable > 0) {
            err.println(command + ": " + undecodable + " requests could not be decoded; the first: " + firstProblem);
        }
        return undecodable == 0;
    }

    private record Window(Edge edge, long startMillis) {}

    private static final class OfSize implements FilterFunction<EdgeRow> {
        private static final long serialVersionUID = 1L;

        private final WindowSize size;

        OfSize(WindowSize size) {
            this.size = size;
        }

        @Override
        public boolean filter(EdgeRow row) {
            return row.windowSize() == size;
        }
    }
}
