/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.SignalKind;

/**
 * Finds that a node asks another, over an edge that is long known, for what it never asked for, and is not turned away: an edge that is
 * used anyway may be the next hop, or the way on which stolen data is handed on. Alone it means nothing: programs learn to ask
 * for other things. The chance that a minute brings a new operation is estimated by how many have come up in how many minutes.
 */
final class NewOperationDetector implements OutboundDetector {
    private static final double LEAST_STRENGTH = 0.95;
    private static final double IN_VAIN = 0.5;

    @Override
    public void judge(OutboundCase edge) {
        NodeMinute at = edge.at;
        if (at.isYoung()
                || at.node().isUnseen()
                || at.node().kind() == NodeKind.GATEWAY
                || edge.destination().kind() != NodeKind.SERVICE
                || !edge.hasHistory()
                || edge.isUnproven()) {
            return;
        }
        String operation = edge.mostAskedNew();
        if (operation.isEmpty()) {
            return;
        }
        KnownOperations known = edge.memory.operations;
        double asked = edge.edge.operations().getOrDefault(operation, 0L);
        double turnedAway = edge.edge.outcome().rejected() - edge.memory.rejectedShare * edge.edge.turns();
        double strength = 1 - (known.size() + 1.0) / (known.minutes() + 2.0);
        if (strength < LEAST_STRENGTH || turnedAway > IN_VAIN * asked) {
            return;
        }
        if (at.isDeployment(edge.edge)) {
            edge.explainedByDeployment();
            return;
        }
        edge.tell(
                SignalKind.NEW_OPERATION,
                strength,
                operation,
                Measure.of("calls_of_operation", asked, 0, "calls/min"),
                Measure.of("calls", edge.edge.turns(), edge.memory.calls.expected(at.load()), "calls/min"));
    }
}
