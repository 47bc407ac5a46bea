/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.control;

import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.Rules;
import java.util.Map;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/**
 * What holds at a moment, remembered for as long as nothing else does: thousands of keys ask for the same moment. Not
 * thread-safe; one per operator instance.
 */
public final class RulesInForce {
    private Rules rules = Rules.none();
    private long fromMillis = Long.MAX_VALUE;
    private long untilMillis = Long.MIN_VALUE;

    /** The state has changed. */
    public void forget() {
        fromMillis = Long.MAX_VALUE;
        untilMillis = Long.MIN_VALUE;
    }

    /** What holds at a moment; the same object as long as nothing changes. */
    public Rules at(long millis, ReadOnlyBroadcastState<ControlKey, Control> state) throws Exception {
        if (millis < fromMillis || millis >= untilMillis) {
            rules = Controls.rules(state, millis);
            fromMillis = Long.MIN_VALUE;
            untilMillis = Long.MAX_VALUE;
            for (Map.Entry<ControlKey, Control> entry : state.immutableEntries()) {
                bound(entry.getValue().fromMillis(), millis);
                bound(entry.getValue().untilMillis(), millis);
            }
        }
        return rules;
    }

    private void bound(long change, long millis) {
        if (change <= millis) {
            fromMillis = Math.max(fromMillis, change);
        } else {
            untilMillis = Math.min(untilMillis, change);
        }
    }
}
