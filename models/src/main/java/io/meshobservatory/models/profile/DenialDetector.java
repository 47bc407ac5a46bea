/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.baseline.Tail;
import io.meshobservatory.models.signal.SignalKind;

/**
 * Finds calls that are denied by policy, or refused for their credentials, far more often than usual, and successes after
 * many refusals. Where a known edge goes on as usual and all of its calls are turned away, it is the policy, the key or the
 * token that changed: nobody tries anything there.
 */
final class DenialDetector implements OutboundDetector {
    /** Denials within ten minutes on an edge that never had any. */
    private static final double PRIOR_DENIED = 0.01;

    private static final double PRIOR_REFUSED_SHARE = 0.005;
    private static final double UNLIKELY = 1e-4;
    private static final double VERY_UNLIKELY = 1e-6;
    private static final double STILL_UNUSUAL = 0.05;
    /** Refusals do not come independently of each other: so many times the usual is nothing. */
    private static final double UNEVEN = 3;

    private static final double KNOWN_EDGE = 2.5;
    private static final double NEARLY_ALL = 0.9;
    private static final double MUCH_MORE = 2;
    private static final double FEW = 5;
    private static final double BUSY = 0.2;
    private static final int REPEAT_MINUTES = 30;
    /** Where others succeed all the time, the success that means something comes soon. */
    private static final double ENDED_MINUTES = 20;

    @Override
    public void judge(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        MinuteOutcome outcome = edge.edge.outcome();
        memory.turns.add(minute, edge.edge.turns(), OutboundEdge.BURST_SPAN);
        memory.failures.add(minute, edge.edge.turns() - edge.edge.successes(), OutboundEdge.BURST_SPAN);
        memory.denied.add(minute, outcome.denied(), OutboundEdge.BURST_SPAN);
        long refused = refused(edge);
        memory.refused.add(minute, refused, OutboundEdge.BURST_SPAN);
        memory.refusedLong.add(minute, refused, OutboundEdge.REFUSALS_SPAN);
        memory.turnsLong.add(minute, edge.edge.turns(), OutboundEdge.REFUSALS_SPAN);
        if (edge.at.isYoung()) {
            return;
        }
        if (outcome.denied() > 0) {
            judgeDenied(edge);
        }
        if (refused > 0) {
            judgeRefused(edge);
        }
        if (edge.edge.successes() > 0) {
            judgeSuccess(edge);
        }
    }

    /**
     * Calls that the destination refused, unless the caller tries one operation after the other: then it is no login. On an edge
     * that is long known, a denial by policy is one, too: it is a 403 like that of the callee itself.
     */
    private static long refused(OutboundCase edge) {
        if (isTryingOperations(edge)) {
            return 0;
        }
        MinuteOutcome outcome = edge.edge.outcome();
        boolean known = edge.memory.establishedMinute != 0 && !edge.isUnproven();
        return outcome.refused() + (known ? outcome.denied() : 0);
    }

    private static boolean isTryingOperations(OutboundCase edge) {
        KnownOperations known = edge.memory.operations;
        long unknown = known.minutes() > 0 && !known.canTellNew()
                ? 0
                : edge.edge.operations().keySet().stream()
                        .filter(operation -> !known.knows(operation))
                        .count();
        return Math.max(unknown, edge.memory.tried.count(edge.at.minute()))
                >= edge.at.gates().probeTargets();
    }

    private static void judgeDenied(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        boolean young = memory.establishedMinute == 0 || edge.isUnproven();
        double denied = memory.denied.at(minute, OutboundEdge.BURST_SPAN);
        double turns = memory.turns.at(minute, OutboundEdge.BURST_SPAN);
        double gate = edge.at.gates().denied() * (young ? 1 : KNOWN_EDGE);
        double expected = PRIOR_DENIED + memory.deniedShare * turns * UNEVEN;
        double chance = Tail.poisson(Math.round(denied), expected);
        if (Math.round(denied) < gate
                || chance > UNLIKELY
                || isChangeOfRules(edge, edge.edge.outcome().denied())) {
            return;
        }
        edge.report(
                EdgeHold.Subject.DENIALS,
                SignalKind.DENIED,
                1 - chance,
                edge.edge.outcome().topDenial(),
                Measure.of("denied", denied, expected, "calls"),
                Measure.of("denied_share", denied / Math.max(turns, denied), memory.deniedShare, "share"));
    }

    private static void judgeRefused(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        double turns = memory.turns.at(minute, OutboundEdge.BURST_SPAN);
        double burst = memory.refused.at(minute, OutboundEdge.BURST_SPAN);
        double share = Math.max(PRIOR_REFUSED_SHARE, memory.refusedShare + memory.deniedShare) * UNEVEN;
        double expected = PRIOR_DENIED + share * turns;
        double chance = Tail.poisson(Math.round(burst), expected);
        boolean isBurst = Math.round(burst) >= edge.at.gates().refused() && chance < UNLIKELY;
        double slow = memory.refusedLong.at(minute, OutboundEdge.REFUSALS_SPAN);
        double slowExpected = PRIOR_DENIED + share * memory.turnsLong.at(minute, OutboundEdge.REFUSALS_SPAN);
        double slowChance = Tail.poisson(Math.round(slow), slowExpected);
        // what added up is told while it goes on, and not as long as its sum takes to fade
        boolean goesOn = chance < STILL_UNUSUAL;
        boolean isSlow = goesOn && Math.round(slow) >= 2 * edge.at.gates().refused() && slowChance < VERY_UNLIKELY;
        if (!(isBurst || isSlow) || isChangeOfRules(edge, edge.edge.outcome().turnedAway())) {
            return;
        }
        memory.refusedMinute = minute;
        edge.report(
                EdgeHold.Subject.DENIALS,
                SignalKind.REFUSED_LOGINS,
                1 - Math.min(chance, slowChance),
                edge.edge.outcome().topDenial(),
                Measure.of("refused_1h", slow, slowExpected, "calls"),
                Measure.of("refused_share", burst / Math.max(turns, burst), memory.refusedShare, "share"));
    }

    private static void judgeSuccess(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        boolean quiet = !edge.hasHistory() || memory.activeMinutes < BUSY * memory.ageMinutes(minute);
        double span = quiet ? OutboundEdge.REFUSALS_SPAN : ENDED_MINUTES;
        boolean afterRefusals = memory.refusedMinute != 0 && minute - memory.refusedMinute <= span;
        // refusals that fade after a success was told are still those before it
        boolean told = memory.loginMinute != 0 && memory.refusedMinute - memory.loginMinute < REPEAT_MINUTES;
        if (!afterRefusals || told) {
            return;
        }
        long refusedNow = refused(edge);
        double perMinute = memory.refused.at(minute, OutboundEdge.BURST_SPAN) / OutboundEdge.BURST_SPAN;
        // on a busy edge others succeed all the time: there, the refusals must have ended
        if (!quiet && refusedNow > perMinute / 2) {
            return;
        }
        memory.loginMinute = minute;
        double refused = memory.refusedLong.at(minute, OutboundEdge.REFUSALS_SPAN);
        double usual = quiet ? 0 : memory.calls.expected(edge.at.load());
        edge.tell(
                SignalKind.LOGIN_AFTER_REFUSALS,
                quiet ? 1 - 1 / (1 + refused) : 1 - 1 / Math.sqrt(1 + refused),
                edge.edge.sourcePrincipals().isEmpty()
                        ? ""
                        : edge.edge.sourcePrincipals().get(0),
                Measure.of("successes", edge.edge.successes(), usual, "calls"),
                Measure.of("refused_1h", refused, memory.refusedShare * usual * OutboundEdge.REFUSALS_SPAN, "calls"));
    }

    /** Whether an edge goes on as usual, but nearly all of it is turned away. */
    private static boolean isChangeOfRules(OutboundCase edge, long turnedAway) {
        if (!edge.hasHistory() || edge.isUnproven()) {
            return false;
        }
        double usual = edge.memory.calls.expected(edge.at.load());
        return turnedAway >= NEARLY_ALL * edge.edge.turns() && edge.edge.turns() <= MUCH_MORE * usual + FEW;
    }
}
