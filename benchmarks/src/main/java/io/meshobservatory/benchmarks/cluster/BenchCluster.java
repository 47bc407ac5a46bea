/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.cluster;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One cluster for all jobs of a benchmark, one after the other: a cluster loads its RPC system in a class loader of its own, which
 * the JVM would compile anew in each round. Not thread-safe.
 */
public final class BenchCluster implements AutoCloseable {
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(512);

    private final Configuration configuration;
    private final MiniCluster flink;

    /**
     * Starts it.
     *
     * @param slots the largest parallelism of a job
     * @param state which state backend
     * @param checkpointInterval time between checkpoints, by the clock
     * @param checkpoints a directory for them
     * @throws Exception whatever Flink throws
     */
    public BenchCluster(int slots, StateBackend state, Duration checkpointInterval, Path checkpoints) throws Exception {
        this.configuration = configuration(state, checkpointInterval, checkpoints);
        this.flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
        flink.start();
    }

    /** An environment to define a job in. */
    public StreamExecutionEnvironment environment() {
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    /**
     * Runs a job to its end.
     *
     * @throws Exception whatever the job throws
     */
    public JobID run(StreamExecutionEnvironment job) throws Exception {
        JobID id = flink.submitJob(job.getStreamGraph()).get().getJobID();
        flink.requestJobResult(id).get().toJobExecutionResult(getClass().getClassLoader());
        return id;
    }

    /**
     * The checkpoints of a job that has ended.
     *
     * @throws Exception whatever Flink throws
     */
    public Checkpoints checkpoints(JobID job) throws Exception {
        CheckpointStatsSnapshot stats = flink.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
        return stats == null
                ? new Checkpoints(0, 0)
                : new Checkpoints(
                        stats.getCounts().getNumberOfCompletedCheckpoints(),
                        stats.getSummaryStats().getStateSizeStats().getMaximum());
    }

    @Override
    public void close() throws Exception {
        flink.close();
    }

    private static Configuration configuration(StateBackend state, Duration checkpointInterval, Path checkpoints) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, state.flinkName());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, state == StateBackend.rocksdb);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        return configuration;
    }

    /**
     * Checkpoints of a job.
     *
     * @param completed how many
     * @param largestBytes the state of the largest
     */
    public record Checkpoints(long completed, long largestBytes) {}
}
