/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Relation;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * Runs the service-graph topology over files. Flink's batch mode brings all spans of a trace, and all sums of an edge,
 * together before any timer fires: whatever the order of the input, nothing is late. What does not fit into memory is
 * sorted on disk.
 *
 * @param edges totals over the whole input
 * @param facts what was told of nodes, each kind and detail once for the whole input
 * @param undecodable how many requests could not be decoded
 * @param firstProblem what was wrong with the first of them, null if there is none
 * @param dropped how many spans were not counted, by reason
 * @param unparsedLogLines how many log lines fitted no known format
 * @param firstUnparsedLine one of them with the reason, null if there is none
 */
record RecordedGraph(
        SortedMap<Relation, EdgeTotal> edges,
        List<FactRow> facts,
        long undecodable,
        @Nullable String firstProblem,
        Map<DropReason, Long> dropped,
        long unparsedLogLines,
        @Nullable String firstUnparsedLine) {
    /**
     * Computes the graph of some files.
     *
     * @param parallelism over how many subtasks the work is spread; the result does not depend on it
     * @param read counts the requests as they are read
     * @throws Exception whatever Flink throws; the cause of a bad input is an OtlpFileException
     */
    static RecordedGraph of(List<Path> files, @Nullable OtlpSignal kind, int parallelism, LongAdder read)
            throws Exception {
        try (CountedFormat format = new CountedFormat(new OtlpFileFormat(kind), read)) {
            return of(files, parallelism, format);
        }
    }

    private static RecordedGraph of(List<Path> files, int parallelism, CountedFormat format) throws Exception {
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
                        InProcessSink.attach(outputs.edges().filter(new HoursOnly()));
                InProcessSink.Results<DeadLetter> deadLetters = InProcessSink.attach(outputs.deadLetters());
                InProcessSink.Results<DroppedSpan> droppedSpans = InProcessSink.attach(outputs.droppedSpans());
                InProcessSink.Results<FactRow> facts = InProcessSink.attach(outputs.facts());
                InProcessSink.Results<UnparsedLine> unparsed = InProcessSink.attach(outputs.unparsedLogLines())) {
            env.execute("graph");
            return graphOf(
                    rows.values(),
                    FactTotals.of(facts.values()),
                    deadLetters.values(),
                    droppedSpans.values(),
                    unparsed.values());
        }
    }

    private static Configuration localConfiguration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    private static RecordedGraph graphOf(
            Collection<EdgeRow> rows,
            List<FactRow> facts,
            Collection<DeadLetter> deadLetters,
            Collection<DroppedSpan> droppedSpans,
            Collection<UnparsedLine> unparsed) {
        Map<Window, EdgeRow> last = new HashMap<>();
        for (EdgeRow row : rows) {
            last.put(new Window(row.edge(), row.windowStartMillis()), row);
        }
        SortedMap<Relation, EdgeTotal> totals = new TreeMap<>();
        // sums of doubles depend on their order
        List<EdgeRow> ordered = new ArrayList<>(last.values());
        ordered.sort(Comparator.comparing(EdgeRow::edge).thenComparingLong(EdgeRow::windowStartMillis));
        for (EdgeRow row : ordered) {
            if (!row.isRemoval()) {
                totals.computeIfAbsent(row.edge().relation(), key -> new EdgeTotal())
                        .add(row);
            }
        }
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
        return new RecordedGraph(totals, facts, deadLetters.size(), firstProblem, dropped, unparsed.size(), firstLine);
    }

    List<Finding> findings() {
        return Finding.of(edges);
    }

    private record Window(Edge edge, long startMillis) {}

    /** Totals need one window size only; the others would fill the memory. */
    private static final class HoursOnly implements FilterFunction<EdgeRow> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(EdgeRow row) {
            return row.windowSize() == WindowSize.ONE_HOUR;
        }
    }
}
