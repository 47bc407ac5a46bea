/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Trace ids that stand for key groups. Stateless. */
final class TraceKeys {
    private TraceKeys() {}

    /** For each key group the first id that belongs to it. */
    static TraceId[] ofGroups(int maxParallelism) {
        TraceId[] found = new TraceId[maxParallelism];
        int missing = maxParallelism;
        for (long low = 0; missing > 0; low++) {
            TraceId id = new TraceId(0, low);
            int group = KeyGroupRangeAssignment.assignToKeyGroup(id, maxParallelism);
            if (found[group] == null) {
                found[group] = id;
                missing--;
            }
        }
        return found;
    }
}
