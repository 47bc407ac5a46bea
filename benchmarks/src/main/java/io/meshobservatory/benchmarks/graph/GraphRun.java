/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

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
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The service-graph topology as a job over a number of repetitions of a recording, from its start to its end. All jobs run in one
 * cluster, one after the other: a cluster loads its RPC system in a class loader of its own, which the JVM would compile anew in
 * each round.
 */
final class GraphRun implements AutoCloseable {
    private final Recording recording;
    private final GraphBenchSettings settings;
    private final Path checkpoints;
    private final MiniCluster flink;

    /**
     * Starts the cluster.
     *
     * @param checkpoints a directory for them
     */
    GraphRun(Recording recording, GraphBenchSettings settings, Path checkpoints) throws Exception {
        this.recording = recording;
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.parallelism())
                .withRandomPorts()
                .build());
        flink.start();
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
            JobID job = flink.submitJob(env.getStreamGraph()).get().getJobID();
            flink.requestJobResult(job).get().toJobExecutionResult(getClass().getClassLoader());
            Throughput throughput =
                    new Throughput(repetitions * recording.spans(), repetitions * recording.bytes(), meter.usage());
            CheckpointStatsSnapshot stats = flink.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
            long completed = stats == null ? 0 : stats.getCounts().getNumberOfCompletedCheckpoints();
            long largest = stats == null
                    ? 0
                    : stats.getSummaryStats().getStateSizeStats().getMaximum();
            return new GraphRound(throughput, completed, largest, sink.rows(), sink.counts());
        } finally {
            requests.release();
            sink.release();
        }
    }

    private StreamExecutionEnvironment define(RepeatedRequests requests, CountingSink sink) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
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

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, settings.state().flinkName());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        configuration.set(
                CheckpointingOptions.INCREMENTAL_CHECKPOINTS, settings.state() == GraphBenchSettings.Backend.rocksdb);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
        return configuration;
    }
}
