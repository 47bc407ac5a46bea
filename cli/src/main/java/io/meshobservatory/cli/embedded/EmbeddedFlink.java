/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One job on a Flink MiniCluster in this process, with Flink's web page, going on from its last checkpoint. */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final long CANCEL_SECONDS = 20;

    private final JobClient job;
    private final int webPort;

    private EmbeddedFlink(JobClient job, int webPort) {
        this.job = job;
        this.webPort = webPort;
    }

    /**
     * Starts a job.
     *
     * @param directory where the checkpoints are; kept when the cluster is closed
     * @param wantedWebPort port of Flink's web page on the loopback interface, 0 for any free one
     * @param parallelism how many subtasks of each operator
     * @param jobName shown on the web page
     * @param definition adds the job to the environment
     */
    public static EmbeddedFlink start(
            Path directory,
            int wantedWebPort,
            int parallelism,
            String jobName,
            Consumer<StreamExecutionEnvironment> definition)
            throws IOException {
        int webPort = wantedWebPort == 0 ? FreePort.find() : wantedWebPort;
        Configuration configuration = configuration(directory, webPort, parallelism);
        latestCheckpoint(directory)
                .ifPresent(checkpoint -> configuration.set(
                        StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString()));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
        env.setParallelism(parallelism);
        definition.accept(env);
        try {
            return new EmbeddedFlink(env.executeAsync(jobName), webPort);
        } catch (Exception failed) {
            throw new IOException("the Flink job did not start: " + failed.getMessage(), failed);
        }
    }

    /** Whether a job that is started with its checkpoints there goes on from one. */
    public static boolean hasCheckpoint(Path directory) throws IOException {
        return latestCheckpoint(directory).isPresent();
    }

    /** Port of Flink's web page. */
    public int webPort() {
        return webPort;
    }

    /** Whether the job is running at this moment; it is not while it restarts after a failure. */
    public boolean isRunning() {
        try {
            return job.getJobStatus().get(CANCEL_SECONDS, TimeUnit.SECONDS) == JobStatus.RUNNING;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException unknown) {
            return false;
        }
    }

    /** Stops the job as a crash would, which needs no grace: the next start goes on from the last checkpoint. */
    @Override
    public void close() {
        try {
            job.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
            job.getJobExecutionResult().get(CANCEL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException cancelled) {
            // the result of a cancelled job is an exception that says so
        }
    }

    private static Configuration configuration(Path directory, int webPort, int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, Integer.toString(webPort));
        configuration.set(RestOptions.PORT, webPort);
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // the checkpoint that a start goes on from is this run's to delete, or the directory would grow with each start
        configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        return configuration;
    }

    /** The newest complete checkpoint: it has its metadata, which is written last. */
    static Optional<Path> latestCheckpoint(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .map(Path::getParent);
        }
    }
}
