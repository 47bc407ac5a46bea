/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.signal.SignalKind;
import java.util.Collection;

/**
 * Finds beacons: regular small calls to a rare host outside that the node began to call when it had been known for long.
 * Pollers that belong to the node call from its beginning, or come with a new version of it, or poll what others call, too. Of a
 * job that calls nobody until its hour comes, that is its beginning; but then it works, and does not poll alone.
 */
final class RegularityDetector implements OutboundDetector {
    private static final int REPEAT_MINUTES = 60;
    private static final int LEAST_SPAN_MINUTES = 30;
    private static final int KNOWN_FOR_LONG = 7 * 24 * 60;
    private static final double SMALL_BYTES = 100_000;

    private final Collection<OutboundEdge> all;

    RegularityDetector(Collection<OutboundEdge> all) {
        this.all = all;
    }

    @Override
    public void judge(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        if (!edge.isEgress()
                || !isLate(edge)
                || memory.bornInDeployment
                || memory.ageMinutes(minute) > KNOWN_FOR_LONG) {
            memory.regularity = null;
            return;
        }
        Regularity regularity = memory.regularity == null ? new Regularity() : memory.regularity;
        memory.regularity = regularity;
        double turns = edge.edge.turns();
        double size = turns == 0 ? 0 : (edge.edge.sentBytes() + (double) edge.edge.gotBytes()) / turns;
        regularity.note(minute - memory.lastMinute, turns, size);
        boolean told = memory.reportedMinute != 0 && minute - memory.reportedMinute < REPEAT_MINUTES;
        if (told
                || !edge.isRare()
                || regularity.occurrences() < edge.at.gates().regularOccurrences()
                || memory.ageMinutes(minute) < LEAST_SPAN_MINUTES
                || regularity.bytesPerCall() > SMALL_BYTES
                || !regularity.isRegular()) {
            return;
        }
        memory.reportedMinute = minute;
        double off = (1 - regularity.irregularity()) * Math.sqrt(regularity.occurrences());
        edge.tell(
                SignalKind.REGULAR_CALLS,
                1 - StrictMath.exp(-off * off / 2),
                "",
                Measure.of("gap_variation", regularity.gapVariation(), 1, ""),
                Measure.of("gap", 60 * regularity.gapMinutes(), Double.NaN, "s"),
                Measure.of("bytes_per_call", regularity.bytesPerCall(), Double.NaN, "bytes"),
                Measure.of("size_variation", regularity.sizeVariation(), 1, ""),
                Measure.of("minutes_with_calls", regularity.occurrences(), 0, "count"));
    }

    /** Whether the edge appeared when it had been known for long what the node calls, or that it calls nobody. */
    private boolean isLate(OutboundCase edge) {
        NodeMinute at = edge.at;
        int first = edge.memory.firstMinute;
        if (first - at.firstMinute() >= at.warmUpMinutes()) {
            return true;
        }
        return first - at.seenMinute() >= at.warmUpMinutes()
                && all.stream()
                        .allMatch(other -> other == edge.memory || other.firstMinute - first >= at.warmUpMinutes());
    }
}
