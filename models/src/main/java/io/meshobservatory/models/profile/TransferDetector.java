/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.baseline.Tail;
import io.meshobservatory.models.signal.SignalKind;

/**
 * Finds unusual amounts in one minute: read from a database or service, or sent to a host outside or to a rare destination.
 * An edge with a history is judged by it, at such load and hour of the day. One that appeared lately is judged by what its
 * source sends outside otherwise, and by what others send there.
 */
final class TransferDetector implements OutboundDetector {
    /** What comes every night at this hour may be so much larger tonight. */
    private static final double ABOVE_PEAK = 1.5;

    private static final double NEW_EDGE_SCALE = 0.5;
    private static final double NEW_EDGE_SCALES = 3;
    private static final double DATABASE_DISCOUNT = 0.8;
    private static final double CALLS_DISCOUNT = 0.7;
    private static final double FAILING = 0.2;
    private static final double MUCH_MORE = 4;
    private static final double NEW_EDGE_STRENGTH = 0.99;
    private static final double WORTH_REMEMBERING = 0.25;
    /** What is half as far out as would be told is not trusted to be usual at once, or a slow theft would be. */
    private static final double SUSPECT = 0.5;

    @Override
    public void judge(OutboundCase edge) {
        double amount = edge.watchedBytes();
        Gates gates = edge.at.gates();
        double gate = edge.isEgress() ? gates.uploadBytes() : gates.readBytes();
        boolean heldBefore = edge.isHeld();
        if (!edge.at.isYoung()) {
            if (edge.isEgress()) {
                judgeUpload(edge, amount);
            } else {
                // what clients outside get more of is a matter of load
                boolean within = edge.destination().kind() != NodeKind.GATEWAY
                        && edge.at.node().kind() != NodeKind.GATEWAY
                        && !edge.at.node().isUnseen();
                if (within) {
                    judgeRead(edge, amount);
                }
                judgeStaging(edge);
            }
        }
        if (amount >= gate * WORTH_REMEMBERING) {
            boolean suspect = edge.hasHistory()
                    && edge.memory.bytes.scales(amount, edge.at.load()) >= gates.unusualScales() * SUSPECT;
            boolean reported = edge.isHeld() && !heldBefore;
            boolean trusted = !reported && !suspect && !edge.memory.isSteadilyMore(edge.at.settings());
            edge.memory.peaks.learn(edge.at.startMillis(), amount, trusted);
        }
    }

    private static void judgeUpload(OutboundCase edge, double amount) {
        if (amount < edge.at.gates().uploadBytes()
                || amount < edge.edge.gotBytes()
                || isUsualAtThisHour(edge, amount)) {
            return;
        }
        if (edge.hasHistory() && !edge.isUnproven()) {
            judgeByHistory(edge, amount, SignalKind.UPLOAD, edge.at.gates().unusualScales());
            return;
        }
        if (edge.memory.bornInDeployment || edge.at.isDeployment(edge.edge)) {
            edge.explainedByDeployment();
            return;
        }
        double usual = Math.max(edge.at.usualExternalBytes(), usualOfPeers(edge));
        if (!edge.isUnproven()) {
            // seldom used: once told, the same again is what it does
            usual = Math.max(usual, edge.memory.peaks.greatest());
        }
        double scales = (StrictMath.log1p(amount) - StrictMath.log1p(usual)) / NEW_EDGE_SCALE;
        if (scales >= NEW_EDGE_SCALES) {
            report(edge, SignalKind.UPLOAD, Tail.strength(scales), amount, usual);
        }
    }

    private static void judgeRead(OutboundCase edge, double amount) {
        boolean database = edge.destination().kind() == NodeKind.DATABASE;
        Gates gates = edge.at.gates();
        if (edge.edge.responseBytes() == EdgeMinute.UNKNOWN_BYTES) {
            judgeReadCalls(edge, database);
            return;
        }
        if (amount < gates.readBytes() || isUsualAtThisHour(edge, amount)) {
            return;
        }
        if (edge.hasHistory() && !edge.isUnproven()) {
            double limit = gates.unusualScales() * (database ? DATABASE_DISCOUNT : 1);
            judgeByHistory(edge, amount, SignalKind.UNUSUAL_READ, limit);
        } else if (edge.isUnproven() && database && !edge.at.isDeployment(edge.edge)) {
            report(edge, SignalKind.UNUSUAL_READ, NEW_EDGE_STRENGTH, amount, Double.NaN);
        }
    }

    private static void judgeReadCalls(OutboundCase edge, boolean database) {
        double calls = edge.edge.turns();
        double usual = edge.memory.calls.expected(edge.at.load());
        double scales = edge.memory.calls.scales(calls, edge.at.load());
        if (!database || edge.errorShare() >= FAILING || edge.at.isDeployment(edge.edge)) {
            return;
        }
        String unknown = edge.mostAskedNew();
        long asked = unknown.isEmpty() ? 0 : edge.edge.operations().getOrDefault(unknown, 0L);
        if (asked >= edge.at.gates().newReads()) {
            edge.report(
                    EdgeHold.Subject.CALLS,
                    SignalKind.UNUSUAL_READ,
                    NEW_EDGE_STRENGTH,
                    unknown,
                    Measure.of("calls_of_operation", asked, 0, "calls/min"),
                    Measure.of("calls", calls, usual, "calls/min"));
            return;
        }
        if (edge.hasHistory()
                && calls - usual >= edge.at.gates().readCalls()
                && scales >= edge.at.gates().unusualScales() * CALLS_DISCOUNT) {
            edge.report(
                    EdgeHold.Subject.CALLS,
                    SignalKind.UNUSUAL_READ,
                    Tail.strength(scales),
                    "",
                    Measure.of("calls", calls, usual, "calls/min"));
        }
    }

    /** Much is sent to a rare place inside the mesh, which others knew before; a new one may be a new sink for a new job. */
    private static void judgeStaging(OutboundCase edge) {
        double sent = edge.edge.sentBytes();
        if (edge.isUnproven()
                && edge.isRare()
                && edge.wasKnownToMesh()
                && sent >= edge.at.gates().internalUploadBytes()
                && sent >= MUCH_MORE * edge.edge.gotBytes()
                && !edge.memory.bornInDeployment) {
            report(edge, SignalKind.UPLOAD, NEW_EDGE_STRENGTH, sent, Double.NaN);
        }
    }

    private static void judgeByHistory(OutboundCase edge, double amount, SignalKind kind, double limit) {
        double scales = edge.memory.bytes.scales(amount, edge.at.load());
        if (scales >= limit) {
            report(edge, kind, Tail.strength(scales), amount, edge.memory.bytes.expected(edge.at.load()));
        }
    }

    private static void report(OutboundCase edge, SignalKind kind, double strength, double amount, double usual) {
        double perCall = amount / Math.max(1, edge.edge.turns());
        edge.report(
                EdgeHold.Subject.BYTES,
                kind,
                strength,
                "",
                Measure.of(kind == SignalKind.UPLOAD ? "request_bytes" : "response_bytes", amount, usual, "bytes"),
                Measure.of(
                        kind == SignalKind.UPLOAD ? "request_bytes_per_call" : "response_bytes_per_call",
                        perCall,
                        usual / Math.max(1, edge.memory.calls.expected(edge.at.load())),
                        "bytes"));
    }

    private static boolean isUsualAtThisHour(OutboundCase edge, double amount) {
        return amount <= ABOVE_PEAK * edge.memory.peaks.usual(edge.at.startMillis());
    }

    /** The upper end of what others send there; 0 if it is rare. */
    static double usualOfPeers(OutboundCase edge) {
        double peers = edge.prevalence.peerBytesPerMinute();
        if (edge.isRare() || Double.isNaN(peers)) {
            return 0;
        }
        return peers * StrictMath.exp(2 * edge.prevalence.peerBytesScale());
    }
}
