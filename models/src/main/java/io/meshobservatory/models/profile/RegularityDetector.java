/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.signal.SignalKind;

/**
 * Finds beacons: regular small calls to a rare host outside that the node began to call when it had been known for long.
 * Pollers that belong to the node call from its beginning, or come with a new version of it, or poll what others call, too.
 */
final class RegularityDetector implements OutboundDetector {
    private static final int REPEAT_MINUTES = 60;
    private static final int LEAST_SPAN_MINUTES = 30;
    private static final int KNOWN_FOR_LONG = 7 * 24 * 60;
    private static final double SMALL_BYTES = 100_000;

    @Override
    public void judge(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        boolean late = memory.firstMinute - edge.at.firstMinute() >= edge.at.warmUpMinutes();

        if (!edge.isEgress() || !late || memory.bornInDeployment || memory.ageMinutes(minute) > KNOWN_FOR_LONG) {
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
}
