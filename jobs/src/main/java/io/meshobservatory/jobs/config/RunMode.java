/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.config;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;

/** How a job runs. */
public final class RunMode {
    private RunMode() {}

    /** Whether the job runs over input that ends, all of it before any timer: records then come sorted by key. */
    public static boolean isBatch(DataStream<?> stream) {
        return stream.getExecutionEnvironment().getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
                == RuntimeExecutionMode.BATCH;
    }
}
