/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import io.meshobservatory.benchmarks.cluster.BenchCluster;
import io.meshobservatory.benchmarks.meter.Meter;
import io.meshobservatory.benchmarks.meter.Throughput;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.servicegraph.ServiceGraphInputs;
import io.meshobservatory.jobs.servicegraph.ServiceGraphJob;
import io.meshobservatory.jobs.servicegraph.ServiceGraphOutputs;
import io.meshobservatory.jobs.servicegraph.ServiceGraphTopology;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The service-graph topology as a job over a number of repetitions of a recording, from its start to its end. */
final class GraphRun implements AutoCloseable {
    private final Recording recording;
    private final GraphBenchSettings settings;
    private final BenchCluster flink;

    /**
     * Starts the cluster.
     *
     * @param checkpoints a directory for them
     */
    GraphRun(Recording recording, GraphBenchSettings settings, Path checkpoints) throws Exception {
        this.recording = recording;
        this.settings = settings;
        this.flink =
                new BenchCluster(settings.parallelism(), settings.state(), settings.checkpointInterval(), checkpoints);
    }

    @Override
    public void close() throws Exception {
        flink.close();
    }

    /**
     * Runs the job. What it takes is measured from the submission to the end, so the start of the job and the emptying of all
     * state at the end are part of it.
     *
     * @param firstRepetition number of the first repetition
     * @param repetitions how many; a multiple of the parallelism
     */
    GraphRound run(long firstRepetition, long repetitions) throws Exception {
        RepeatedRequests requests =
                new RepeatedRequests(recording, firstRepetition, repetitions, settings.parallelism());
        CountingSink sink = new CountingSink();
        StreamExecutionEnvironment env = define(requests, sink);
        try (Meter meter = new Meter()) {
            JobID job = flink.run(env);
            Throughput throughput =
                    new Throughput(repetitions * recording.spans(), repetitions * recording.bytes(), meter.usage());
            BenchCluster.Checkpoints checkpoints = flink.checkpoints(job);
            return new GraphRound(
                    throughput, checkpoints.completed(), checkpoints.largestBytes(), sink.rows(), sink.counts());
        } finally {
            requests.release();
            sink.release();
        }
    }

    private StreamExecutionEnvironment define(RepeatedRequests requests, CountingSink sink) {
        StreamExecutionEnvironment env = flink.environment();
        ServiceGraphJob.configure(env);
        env.setParallelism(settings.parallelism());
        ServiceGraphConfig behaviour = ServiceGraphConfig.defaults();
        DataGeneratorSource<OtlpRecord> source = new DataGeneratorSource<>(requests, requests.count(), OtlpRecord.TYPE);
        DataStream<OtlpRecord> stream =
                env.fromSource(source, behaviour.spanWatermarks(), "recording").uid("recording");
        ServiceGraphOutputs outputs = ServiceGraphTopology.define(ServiceGraphInputs.of(stream), behaviour);
        DataStream<EdgeRow> edges = outputs.edges();
        edges.sinkTo(sink).uid("count-edges");
        outputs.facts().sinkTo(new DiscardingSink<>()).uid("discard-facts");
        outputs.nodes().sinkTo(new DiscardingSink<>()).uid("discard-nodes");
        return env;
    }
}
