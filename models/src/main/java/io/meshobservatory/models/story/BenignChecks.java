/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.BenignCheck;
import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.signal.Signal;
import java.util.ArrayList;
import java.util.List;

/** Which harmless explanations were looked into, and what was seen that speaks for or against them. */
final class BenignChecks {
    /** Up to so many workloads, it is no matter of the whole mesh. */
    private static final int FEW = 3;

    private BenignChecks() {}

    static List<BenignCheck> of(Story story) {
        List<BenignCheck> checks = new ArrayList<>();
        checks.add(new BenignCheck(
                "a change or an outage of the whole mesh",
                story.crowd <= FEW,
                story.crowd == 1
                        ? "no other workload of the cluster showed the like in the last quarter of an hour"
                        : story.crowd + " workloads of the cluster showed the like within a quarter of an hour"));
        for (Signal signal : story.evidence) {
            for (Measure measure : signal.measures()) {
                Explanation.of(measure).ifPresent(explanation -> addOnce(explanation, checks));
            }
        }
        return checks;
    }

    private static void addOnce(BenignCheck check, List<BenignCheck> checks) {
        if (checks.stream().noneMatch(known -> known.explanation().equals(check.explanation()))) {
            checks.add(check);
        }
    }
}
