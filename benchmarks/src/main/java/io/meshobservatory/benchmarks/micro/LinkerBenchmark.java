/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.micro;

import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.core.graph.EdgeInterner;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceLinker;
import io.meshobservatory.core.trace.TraceSettlement;
import io.meshobservatory.core.trace.TraceTiming;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * From the spans of a trace to its calls, when its window closes and nothing was published before. The score is the time of
 * one trace of the recording.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LinkerBenchmark {
    private static final TraceTiming TIMING = new TraceTiming(120_000, 10_000);

    /** As many as stay in the cache: the job has just unpacked the spans when it links them. */
    private static final int TRACES = 256;

    private static final int EDGES_LOG2 = 17;

    @SuppressWarnings("NullAway") // set up by JMH
    private List<List<Span>> traces;

    private final EdgeInterner edges = new EdgeInterner(EDGES_LOG2);

    private int next;

    @Setup
    public void read() throws IOException, OtlpDecodeException {
        List<List<Span>> all = RecordedTraces.read();
        traces = List.copyOf(all.subList(0, Math.min(TRACES, all.size())));
    }

    @Benchmark
    public void distinct(Blackhole sink) {
        sink.consume(SpanSet.distinct(nextTrace()));
    }

    @Benchmark
    public void link(Blackhole sink) {
        sink.consume(TraceLinker.link(nextTrace(), edges));
    }

    @Benchmark
    public void distinctLinkSettle(Blackhole sink) {
        List<Span> spans = SpanSet.distinct(nextTrace());
        long closed = TraceSettlement.expiryMillis(spans, TIMING) - TIMING.allowedLatenessMillis();
        sink.consume(TraceSettlement.of(spans, List.of(), closed, TIMING, edges));
    }

    private List<Span> nextTrace() {
        List<Span> trace = traces.get(next);
        next = next + 1 == traces.size() ? 0 : next + 1;
        return trace;
    }
}
