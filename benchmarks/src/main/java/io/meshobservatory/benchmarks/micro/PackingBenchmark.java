/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.micro;

import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanFields;
import io.meshobservatory.jobs.traces.SliceBatch;
import io.meshobservatory.jobs.traces.SpanUnpacker;
import io.meshobservatory.jobs.traces.TraceGroups;
import io.meshobservatory.jobs.traces.TraceTargets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Packing decoded spans by trace, and unpacking them: the serializers of what crosses the network. Scores are per span. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class PackingBenchmark {
    private static final int SPANS = 50_000;

    private final List<List<Span>> requests = new ArrayList<>();
    private final List<SliceBatch> batches = new ArrayList<>();
    private final TraceGroups groups = new TraceGroups(new TraceTargets(1, 128));
    private final SpanFields fields = new SpanFields();
    private final SpanUnpacker unpacker = new SpanUnpacker();

    @Setup
    public void read() throws IOException, OtlpDecodeException {
        Recording recording = RecordedTraces.recording();
        SpanDecoder decoder = new SpanDecoder();
        int left = SPANS;
        for (ShiftableRequest request : recording.requests()) {
            List<Span> spans = decoder.decode(request.bytes()).spans();
            requests.add(List.copyOf(spans.subList(0, Math.min(left, spans.size()))));
            left -= requests.get(requests.size() - 1).size();
            if (left == 0) {
                break;
            }
        }
        if (left > 0) {
            throw new IllegalStateException("the recording is too short (expected: at least " + SPANS + " spans)");
        }
        for (List<Span> request : requests) {
            request.forEach(this::add);
            groups.drainTo(batches::add);
        }
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public void pack(Blackhole sink) {
        for (List<Span> request : requests) {
            for (Span span : request) {
                add(span);
            }
            groups.drainTo(sink::consume);
        }
    }

    private void add(Span span) {
        fields.set(span);
        groups.add(fields);
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public void unpack(Blackhole sink) throws IOException {
        List<Span> spans = new ArrayList<>();
        for (SliceBatch batch : batches) {
            spans.clear();
            unpacker.unpack(batch, spans);
            sink.consume(spans);
        }
    }
}
