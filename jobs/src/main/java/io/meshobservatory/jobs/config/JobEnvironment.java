/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.config;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What every job needs, whatever the cluster's configuration says. */
public final class JobEnvironment {
    private static final long DEFAULT_CHECKPOINT_INTERVAL_MILLIS = 10_000;

    private JobEnvironment() {}

    /**
     * Sets it.
     *
     * @param own what the job wants besides
     * @param maxParallelism fixed for good: it decides how keys are spread
     */
    public static void configure(StreamExecutionEnvironment env, Configuration own, int maxParallelism) {
        Configuration configuration = new Configuration(own);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        // records are immutable or given away, so they need not be copied between chained operators
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        env.configure(configuration);
        env.setMaxParallelism(maxParallelism);
        if (env.getConfiguration()
                .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                .isEmpty()) {
            env.enableCheckpointing(DEFAULT_CHECKPOINT_INTERVAL_MILLIS);
        }
    }
}
