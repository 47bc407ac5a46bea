/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.micro;

import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.EdgeInterner;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceLinker;
import io.meshobservatory.jobs.edges.LocalSums;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Adding calls to the sums of their edges and windows, as the job does before its second shuffle. The score is the time of one
 * call; after each pass through the recording the sums are given away.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class SumsBenchmark {
    /** As many as stay in the cache, for each mesh: the job has just made a call when it adds it. */
    private static final int CALLS_OF_A_MESH = 4096;

    private static final int EDGES_LOG2 = 17;

    /** How many times as many services there are as in the recording. */
    @Param({"1", "250"})
    private int meshes;

    @SuppressWarnings("NullAway") // set up by JMH
    private CallChange[] changes;

    private final LocalSums sums = new LocalSums();
    private int next;

    @Setup
    public void read() throws IOException, OtlpDecodeException {
        EdgeInterner edges = new EdgeInterner(EDGES_LOG2);
        List<CallChange> all = new ArrayList<>();
        int traces = 0;
        for (List<Span> trace : RecordedTraces.read()) {
            int mesh = traces++ % meshes;
            for (Call call : TraceLinker.link(SpanSet.distinct(trace))) {
                all.add(new CallChange(with(call, inMesh(call.edge(), mesh, edges)), Vantage.TRACES, false));
            }
        }
        changes = all.subList(0, Math.min(all.size(), CALLS_OF_A_MESH * meshes)).toArray(new CallChange[0]);
    }

    @Benchmark
    public void addCall(Blackhole sink) {
        sums.add(changes[next]);
        if (++next == changes.length) {
            next = 0;
            sums.drain(sink::consume);
        }
    }

    private static Edge inMesh(Edge edge, int mesh, EdgeInterner edges) {
        return edges.edge(
                inMesh(edge.source(), mesh),
                edge.sourceVersion(),
                inMesh(edge.destination(), mesh),
                edge.destinationVersion(),
                edge.protocol());
    }

    private static Node inMesh(Node node, int mesh) {
        return new Node(node.cluster(), node.namespace(), node.name() + "-" + mesh, node.kind());
    }

    private static Call with(Call call, Edge edge) {
        return new Call(
                call.traceId(),
                call.definingSpanId(),
                call.definingCopy(),
                call.evidence(),
                edge,
                call.weight(),
                call.endNanos(),
                call.clientNanos(),
                call.serverNanos(),
                call.contextLost(),
                call.exchange());
    }
}
