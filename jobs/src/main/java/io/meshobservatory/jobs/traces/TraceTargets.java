/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Which subtask assembles a trace: the one that a stream keyed by trace ids would bring it to. So spans of many traces can go
 * there together, under a key that goes there, too. Immutable.
 */
public final class TraceTargets {
    private final int parallelism;
    private final int maxParallelism;
    private final TraceId[] keys;

    /**
     * @param parallelism of what assembles traces
     * @param maxParallelism likewise
     */
    public TraceTargets(int parallelism, int maxParallelism) {
        this.parallelism = parallelism;
        this.maxParallelism = maxParallelism;
        this.keys = new TraceId[parallelism];
        TraceId[] ofGroups = TraceKeys.ofGroups(maxParallelism);
        for (int i = 0; i < parallelism; i++) {
            keys[i] = ofGroups[
                    KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(maxParallelism, parallelism, i)
                            .getStartKeyGroup()];
        }
    }

    /** How many there are. */
    int count() {
        return parallelism;
    }

    /** The subtask of a trace. */
    int of(TraceId trace) {
        return parallelism == 1
                ? 0
                : KeyGroupRangeAssignment.assignKeyToParallelOperator(trace, maxParallelism, parallelism);
    }

    /** A key that belongs to a subtask. */
    TraceId key(int target) {
        return keys[target];
    }
}
