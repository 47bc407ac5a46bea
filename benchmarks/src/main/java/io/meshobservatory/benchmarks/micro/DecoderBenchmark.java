/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.micro;

import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.Repetition;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
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
 * The selective decoder beside protobuf-java's parsing of the same bytes. The score is the time of one request; the file is
 * told by the system property {@code observatory.bench.recording}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class DecoderBenchmark {
    @SuppressWarnings("NullAway") // set up by JMH
    private Recording recording;

    private final SpanDecoder decoder = new SpanDecoder();
    private int next;
    private long repetition;

    @Setup
    public void read() throws IOException {
        recording = RecordedTraces.recording();
    }

    @Benchmark
    public void protobufJava(Blackhole sink) throws IOException {
        sink.consume(ExportTraceServiceRequest.parseFrom(nextRequest()));
    }

    @Benchmark
    public void spanDecoder(Blackhole sink) throws OtlpDecodeException {
        sink.consume(decoder.decode(nextRequest()));
    }

    private byte[] nextRequest() {
        ShiftableRequest request = recording.requests().get(next);
        if (++next == recording.requests().size()) {
            next = 0;
            repetition++;
        }
        return request.shift(Repetition.traceMask(repetition), Repetition.shiftNanos(repetition, recording));
    }
}
