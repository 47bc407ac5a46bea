/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.baseline.Tail;
import io.meshobservatory.models.signal.SignalKind;

/**
 * Finds uploads in many portions, each too small to be noticed (ATT&CK T1030): one-sided sums over about a day, as in
 * Page's CUSUM (Biometrika, 1954). An edge that appeared lately is expected to send what others send there, or nothing. One
 * with a history is expected to send what it usually sends at such load, and, once it is older than a day and a quarter, what it
 * usually sends in a day with so many calls.
 */
final class DripDetector implements OutboundDetector {
    private static final int KNOWN_MINUTES = 30 * 60;
    private static final int REPEAT_MINUTES = 60;
    private static final double WORTH_COUNTING = 1_000;
    private static final double DAY_SCALES = 4;
    private static final double DAY_SCALE = 0.12;
    private static final double TIMES_USUAL = 1;
    private static final double STRENGTH_SCALE = 0.2;

    @Override
    public void judge(OutboundCase edge) {
        if (!edge.isEgress() || edge.edge.requestBytes() <= 0 || edge.at.isYoung()) {
            return;
        }
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        double amount = edge.watchedBytes();
        if (edge.has(SignalKind.UPLOAD)) {
            return;
        }
        memory.dayBytes.add(minute, amount, OutboundEdge.DAY_SPAN);
        double usual = usual(edge, amount);
        double over = amount - usual;
        memory.usualSum.add(minute, usual, OutboundEdge.DAY_SPAN);
        memory.aboveUsual = over > 0 ? memory.aboveUsual + 1 : 0;
        if (over > 0 && amount >= WORTH_COUNTING) {
            memory.excess.add(minute, over, OutboundEdge.DAY_SPAN);
            memory.excessMinutes.add(minute, 1, OutboundEdge.DAY_SPAN);
        }
        boolean told = memory.reportedMinute != 0 && minute - memory.reportedMinute < REPEAT_MINUTES;
        if (memory.bornInDeployment || told || over <= 0) {
            return;
        }
        double excess = memory.excess.at(minute, OutboundEdge.DAY_SPAN);
        double expected = memory.usualSum.at(minute, OutboundEdge.DAY_SPAN);
        double minutes = memory.excessMinutes.at(minute, OutboundEdge.DAY_SPAN);
        Gates gates = edge.at.gates();
        if (excess < gates.slowUploadBytes() || minutes < gates.slowUploadMinutes()) {
            return;
        }
        if (excess >= TIMES_USUAL * expected) {
            double scales = StrictMath.log((excess + expected + 1) / (expected + 1)) / STRENGTH_SCALE;
            report(edge, Tail.strength(scales), excess + expected, expected);
            return;
        }
        if (memory.ageMinutes(minute) < KNOWN_MINUTES) {
            return;
        }
        double day = memory.dayAmount(minute);
        double usualDay = memory.dayLevel.expected(edge.at.dayLoad());
        double scales = memory.dayLevel.scales(day, edge.at.dayLoad(), DAY_SCALE);
        if (scales >= DAY_SCALES && day - usualDay >= gates.slowUploadBytes()) {
            report(edge, Tail.strength(scales), day, usualDay);
        }
    }

    /** The upper end of what is usual in one minute; all of it while nothing is known. */
    private static double usual(OutboundCase edge, double amount) {
        if (edge.isUnproven()) {
            return Math.min(amount, TransferDetector.usualOfPeers(edge));
        }
        double atThisHour = edge.memory.peaks.usual(edge.at.startMillis());
        if (!edge.hasHistory()) {
            return amount;
        }
        double scale = edge.memory.bytes.scale(edge.at.load());
        return Math.max(atThisHour, edge.memory.bytes.expected(edge.at.load()) * StrictMath.exp(scale));
    }

    private static void report(OutboundCase edge, double strength, double observed, double expected) {
        edge.memory.reportedMinute = edge.at.minute();
        edge.report(
                EdgeHold.Subject.BYTES,
                SignalKind.SLOW_UPLOAD,
                strength,
                "",
                Measure.of("request_bytes_1d", observed, expected, "bytes"),
                Measure.of(
                        "minutes_above_usual",
                        edge.memory.excessMinutes.at(edge.at.minute(), OutboundEdge.DAY_SPAN),
                        0,
                        "count"));
        // the next time, as much must have come again: the sums stay high for a day after the last portion
        edge.memory.excess.clear();
        edge.memory.excessMinutes.clear();
    }
}
