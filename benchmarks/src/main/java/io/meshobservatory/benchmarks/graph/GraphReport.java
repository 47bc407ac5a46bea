/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshobservatory.benchmarks.meter.Figures;
import io.meshobservatory.benchmarks.meter.Throughput;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, round by round.
 *
 * @param settings what was asked for
 * @param collectors the garbage collectors of the process
 * @param expected the edges of one repetition of the recording
 * @param spansPerRepetition its spans
 * @param rounds the job's rounds
 * @param yardsticks the yardstick's, as many
 * @param openSpans how many spans are in open windows in the long run
 */
public record GraphReport(
        GraphBenchSettings settings,
        String collectors,
        EdgeCounts expected,
        long spansPerRepetition,
        List<GraphRound> rounds,
        List<Throughput> yardsticks,
        double openSpans) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One round in one line. */
    static String describe(int number, GraphRound round, Throughput yardstick) {
        Throughput job = round.throughput();
        return String.format(
                Locale.ROOT,
                "round %d: %,.0f spans/s, %.1f MB/s, %,.0f spans per CPU-second; protobuf-java %,.0f spans/s; ratio %.3f (%.3f per CPU-second);"
                        + " GC %.1f %%; %.0f bytes allocated per span; %d checkpoints, the largest of %.1f MB",
                number,
                job.spansPerSecond(),
                job.megabytesPerSecond(),
                job.spansPerCpuSecond(),
                yardstick.spansPerSecond(),
                job.spansPerSecond() / yardstick.spansPerSecond(),
                job.spansPerCpuSecond() / yardstick.spansPerCpuSecond(),
                100 * job.usage().gcShare(),
                job.allocatedBytesPerSpan(),
                round.checkpoints(),
                round.largestStateBytes() / 1e6);
    }

    /** What is wrong with the edges of a round; empty if nothing is. */
    public String problem() {
        for (GraphRound round : rounds) {
            long repetitions = round.throughput().spans() / spansPerRepetition;
            String difference = round.edges().difference(expected.times(repetitions));
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    /** The median over the rounds; CPU of all threads of the process. */
    public double spansPerCpuSecond() {
        return job(Throughput::spansPerCpuSecond);
    }

    /** How many edges the recording has. */
    public int edges() {
        return expected.calls().size();
    }

    /** All figures as one line of JSON; each is the median over the rounds. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", "graph");
        json.put("parallelism", settings.parallelism());
        json.put("state", settings.state().name());
        json.put("checkpoint_interval_seconds", settings.checkpointInterval().toMillis() / 1e3);
        json.put("rounds", rounds.size());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("collectors", collectors);
        json.put("max_heap_bytes", Runtime.getRuntime().maxMemory());
        json.put("spans_per_second", Figures.rounded(job(Throughput::spansPerSecond)));
        json.put("megabytes_per_second", Figures.rounded(job(Throughput::megabytesPerSecond)));
        json.put("spans_per_cpu_second", Figures.rounded(spansPerCpuSecond()));
        json.put("yardstick_spans_per_second", Figures.rounded(median(yardsticks, Throughput::spansPerSecond)));
        json.put("ratio_to_yardstick", Figures.rounded(medianRatio(Throughput::spansPerSecond)));
        json.put("ratio_per_cpu_second", Figures.rounded(medianRatio(Throughput::spansPerCpuSecond)));
        json.put(
                "gc_share", Figures.rounded(job(throughput -> throughput.usage().gcShare())));
        json.put("allocated_bytes_per_span", Figures.rounded(job(Throughput::allocatedBytesPerSpan)));
        json.put("checkpoints", median(rounds, GraphRound::checkpoints));
        json.put("state_bytes", median(rounds, GraphRound::largestStateBytes));
        json.put(
                "state_bytes_per_open_span",
                Figures.rounded(median(rounds, GraphRound::largestStateBytes) / openSpans));
        json.put("edges", edges());
        json.put("calls_per_repetition", expected.totalCalls());
        json.put("errors_per_repetition", expected.totalErrors());
        json.put("edges_are_right", problem().isEmpty());
        return json.toString();
    }

    private double job(ToDoubleFunction<Throughput> figure) {
        return median(rounds, round -> figure.applyAsDouble(round.throughput()));
    }

    private double medianRatio(ToDoubleFunction<Throughput> rate) {
        double[] ratios = new double[rounds.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = rate.applyAsDouble(rounds.get(i).throughput()) / rate.applyAsDouble(yardsticks.get(i));
        }
        return Figures.median(ratios);
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> figure) {
        return Figures.median(values.stream().mapToDouble(figure).toArray());
    }
}
