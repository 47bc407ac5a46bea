/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.SignalKind;
import java.util.Collection;

/**
 * Finds that a node calls, with success, what it never called. That is nothing strange of a node that often does so: the
 * chance that the next minute brings a new destination is estimated by how many were seen in one minute only, as Good and
 * Turing did for species. Nor is it of a destination that is new to the whole mesh, of a young source, of what everybody
 * calls, or of a new version of the source.
 */
final class NewEdgeDetector implements OutboundDetector {
    private static final double LEAST_STRENGTH = 0.9;
    private static final double MOSTLY = 0.75;
    /** What a single call of about a quarter of an hour ago has faded to. */
    private static final double ONCE = 0.25;

    private final Collection<OutboundEdge> all;

    NewEdgeDetector(Collection<OutboundEdge> all) {
        this.all = all;
    }

    @Override
    public void judge(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        NodeMinute at = edge.at;
        if (memory.establishedMinute != 0 || edge.edge.successes() == 0 || isMostlyFailing(edge)) {
            return;
        }
        memory.establishedMinute = at.minute();

        if (at.isYoung() || at.node().isUnseen() || edge.isPrevalent()) {
            return;
        }
        judgeHost(edge);
        if (!(edge.wasKnownToMesh() || wasTurnedAwayBefore(edge))) {
            return;
        }
        if (at.isDeployment(edge.edge)) {
            memory.bornInDeployment = true;
            edge.explainedByDeployment();
            return;
        }
        tellIfStrong(SignalKind.NEW_EDGE, edge);
    }

    /** Where nobody tells how much is sent to a host outside, it counts that it is called at all, known to others or not. */
    private void judgeHost(OutboundCase edge) {
        boolean untold = edge.edge.requestBytes() == EdgeMinute.UNKNOWN_BYTES;
        if (edge.destination().kind() != NodeKind.EXTERNAL || !untold) {
            return;
        }
        if (edge.at.isDeployment(edge.edge)) {
            edge.explainedByDeployment();
            return;
        }
        tellIfStrong(SignalKind.NEW_HOST, edge);
    }

    /** How strong it is: one minus the chance that a minute brings a new destination. */
    private void tellIfStrong(SignalKind kind, OutboundCase edge) {
        long seenOnce = all.stream()
                .filter(other -> other != edge.memory && other.activeMinutes == 1)
                .count();
        double strength = 1 - (seenOnce + 1.0) / (edge.at.activeMinutes() + 2.0);
        if (strength >= LEAST_STRENGTH) {
            edge.tell(
                    kind,
                    strength,
                    "",
                    Measure.of("calls", edge.edge.turns(), Double.NaN, "calls"),
                    Measure.of("destinations", all.size(), all.size() - 1.0, "count"));
        }
    }

    /** Where hardly a call gets through, somebody tries rather than calls. */
    private static boolean isMostlyFailing(OutboundCase edge) {
        int minute = edge.at.minute();
        double failures = edge.memory.failures.at(minute, OutboundEdge.BURST_SPAN);
        return failures > MOSTLY * edge.memory.turns.at(minute, OutboundEdge.BURST_SPAN);
    }

    /** Who calls a new service as planned is not turned away first. */
    private static boolean wasTurnedAwayBefore(OutboundCase edge) {
        int minute = edge.at.minute();
        return edge.memory.denied.at(minute, OutboundEdge.BURST_SPAN) >= ONCE
                || edge.memory.refused.at(minute, OutboundEdge.BURST_SPAN) >= ONCE;
    }
}
