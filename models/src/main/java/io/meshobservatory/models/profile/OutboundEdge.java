/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.models.baseline.DecayingSum;
import io.meshobservatory.models.baseline.HourPeaks;
import io.meshobservatory.models.baseline.Level;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of a destination that it calls by a protocol. Minutes are whole ones since the epoch. Of the two
 * directions, only the bytes are watched that a thief would move: those sent to hosts outside, and those got from
 * everybody else. Some 300 bytes when written. Not thread-safe.
 */
final class OutboundEdge {
    /** Denials, refusals and failures of probing are added up over about so many minutes. */
    static final double BURST_SPAN = 10;
    /** Refusals are remembered for so long, to be brought together with a success. */
    static final double REFUSALS_SPAN = 60;
    /** Small excesses are added up over a day. */
    static final double DAY_SPAN = 24 * 60;

    private static final float MANY = 1e7f;
    private static final int STEADY_MINUTES = 10;

    final int firstMinute;
    int lastMinute;
    /** When a call first succeeded, 0 if never. */
    int establishedMinute;
    /** When it was told last as an unusual one that goes on slowly, 0 if never. */
    int reportedMinute;
    /** When refused logins, and logins after them, were told last, 0 if never. */
    int refusedMinute;

    int loginMinute;
    /** Whether it appeared with a new version of the node. */
    boolean bornInDeployment;
    /** Whether people released what was held of it: then it is as good as old. */
    boolean accepted;
    /** Whether many times the usual calls came in its last minute. */
    boolean surging;

    int activeMinutes;
    /** How many minutes in a row more was sent to a host outside than usual. */
    int aboveUsual;

    LoadedLevel calls = new LoadedLevel();
    LoadedLevel bytes = new LoadedLevel();
    Level requestSize = new Level();
    Level latency = new Level();
    HourPeaks peaks = new HourPeaks();
    KnownOperations operations = new KnownOperations();
    EdgeHold[] holds = EdgeHold.none();

    /** Shares of calls, as running means. */
    float refusedShare;

    float deniedShare;
    float rejectedShare;
    float overflowedShare;
    float limitedShare;
    float mutualCalls;
    float plainCalls;

    DecayingSum turns = new DecayingSum();
    DecayingSum failures = new DecayingSum();
    DecayingSum denied = new DecayingSum();
    DecayingSum refused = new DecayingSum();
    /** Calls that proxies shed under load, and those that a rate limit refused. */
    DecayingSum overflowed = new DecayingSum();

    DecayingSum limited = new DecayingSum();
    DecayingSum refusedLong = new DecayingSum();
    /** Calls of the same span, whatever became of them. */
    DecayingSum turnsLong = new DecayingSum();

    TriedOperations tried = new TriedOperations();
    DecayingSum plain = new DecayingSum();
    DecayingSum excess = new DecayingSum();
    DecayingSum usualSum = new DecayingSum();
    DecayingSum excessMinutes = new DecayingSum();
    DecayingSum dayBytes = new DecayingSum();
    /** What is usual of {@link #dayBytes}, against the calls that the node got in a day. */
    LoadedLevel dayLevel = new LoadedLevel();

    @Nullable
    Regularity regularity;

    OutboundEdge(int firstMinute) {
        this.firstMinute = firstMinute;
        this.lastMinute = firstMinute;
    }

    /** Watched bytes of about a day; of a younger edge, what a day comes to at its rate. */
    double dayAmount(int minute) {
        return DayRate.of(dayBytes.at(minute, DAY_SPAN), ageMinutes(minute));
    }

    /**
     * Whether more than usual was sent in every one of the last minutes: a drip, or a new usual. By chance ten such minutes
     * in a row come once in millions. It is not learned from until it has gone on for as long as a release takes.
     */
    boolean isSteadilyMore(ProfileSettings settings) {
        return aboveUsual >= STEADY_MINUTES && aboveUsual < settings.releaseMillis() / EdgeMinute.MINUTE_MILLIS;
    }

    /** Releases what people said is fine: what was held is usual, at these hours, and what goes on is learned. */
    void release(OutboundCase one) {
        ProfileSettings settings = one.at.settings();
        for (EdgeHold.Subject subject : EdgeHold.Subject.values()) {
            EdgeHold hold = holds[subject.ordinal()];
            long said = one.at.releases().latestMillis(subject.kinds, one.edge.source(), one.edge.destination());
            if (!hold.release(said, settings)) {
                continue;
            }
            accepted = true;
            if (!hold.isForgettable(one.at.minute())) {
                loosen();
            }
            if (subject == EdgeHold.Subject.BYTES) {
                peaks.trustSuspected();
                if (aboveUsual >= STEADY_MINUTES) {
                    aboveUsual = Math.max(aboveUsual, (int) (settings.releaseMillis() / EdgeMinute.MINUTE_MILLIS));
                }
            }
        }
    }

    /** Lets the next minutes weigh more than those of long ago. */
    void loosen() {
        calls.loosen(OutboundCase.HISTORY_MINUTES);
        bytes.loosen(OutboundCase.HISTORY_MINUTES);
        dayLevel.loosen(OutboundCase.HISTORY_MINUTES);
    }

    int ageMinutes(int minute) {
        return minute - firstMinute;
    }

    /** Takes in a minute that was judged; of one that is held, only that it was. */
    void learn(OutboundCase one) {
        EdgeMinute edge = one.edge;
        lastMinute = one.at.minute();
        activeMinutes++;
        if (one.isHeld()) {
            return;
        }
        int memory = one.at.settings().memoryMinutes();
        MinuteLoad load = one.at.load();
        double turns = Math.max(1, edge.turns());
        calls.learn(edge.turns(), load, memory);
        boolean steadilyMore = isSteadilyMore(one.at.settings());
        if (edge.requestBytes() != EdgeMinute.UNKNOWN_BYTES && !steadilyMore) {
            bytes.learn(one.watchedBytes(), load, memory);
            requestSize.learn(StrictMath.log1p(edge.sentBytes() / turns), memory, 1);
        }
        if (one.isEgress()
                && edge.requestBytes() > 0
                && ageMinutes(lastMinute) >= DayRate.LEAST_MINUTES
                && !steadilyMore) {
            dayLevel.learn(dayAmount(lastMinute), one.at.dayLoad(), memory);
        }
        latency.learn(StrictMath.log1p(edge.p95Millis()), memory, 1);
        if (tried.count(lastMinute) == 0) {
            operations.learn(edge.operations(), memory);
        }
        float weight = 1f / Math.min(activeMinutes, memory);
        refusedShare += weight * (float) (edge.outcome().refused() / turns - refusedShare);
        deniedShare += weight * (float) (edge.outcome().denied() / turns - deniedShare);
        overflowedShare += weight * (float) (edge.outcome().overflowed() / turns - overflowedShare);
        limitedShare += weight * (float) (edge.outcome().rateLimited() / turns - limitedShare);
        rejectedShare += weight * (float) (edge.outcome().rejected() / turns - rejectedShare);
        mutualCalls = Math.min(MANY, mutualCalls + edge.mutualTls());
        plainCalls = Math.min(MANY, plainCalls + edge.plainText());
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(firstMinute);
        out.writeInt(lastMinute);
        out.writeInt(establishedMinute);
        out.writeInt(reportedMinute);
        out.writeInt(refusedMinute);
        out.writeInt(loginMinute);
        out.writeByte(
                (bornInDeployment ? 1 : 0) | (regularity == null ? 0 : 2) | (accepted ? 4 : 0) | (surging ? 8 : 0));
        out.writeInt(activeMinutes);
        out.writeInt(aboveUsual);
        calls.write(out);
        bytes.write(out);
        requestSize.write(out);
        latency.write(out);
        peaks.write(out);
        operations.write(out);
        EdgeHold.write(holds, out);
        out.writeFloat(refusedShare);
        out.writeFloat(deniedShare);
        out.writeFloat(rejectedShare);
        out.writeFloat(overflowedShare);
        out.writeFloat(limitedShare);
        out.writeFloat(mutualCalls);
        out.writeFloat(plainCalls);
        turns.write(out);
        failures.write(out);
        denied.write(out);
        refused.write(out);
        overflowed.write(out);
        limited.write(out);
        refusedLong.write(out);
        turnsLong.write(out);
        tried.write(out);
        plain.write(out);
        excess.write(out);
        usualSum.write(out);
        excessMinutes.write(out);
        dayBytes.write(out);
        dayLevel.write(out);
        if (regularity != null) {
            regularity.write(out);
        }
    }

    static OutboundEdge read(DataInput in) throws IOException {
        OutboundEdge read = new OutboundEdge(in.readInt());
        read.lastMinute = in.readInt();
        read.establishedMinute = in.readInt();
        read.reportedMinute = in.readInt();
        read.refusedMinute = in.readInt();
        read.loginMinute = in.readInt();
        int marks = in.readByte();
        read.bornInDeployment = (marks & 1) != 0;
        read.accepted = (marks & 4) != 0;
        read.surging = (marks & 8) != 0;
        read.activeMinutes = in.readInt();
        read.aboveUsual = in.readInt();
        read.calls = LoadedLevel.read(in);
        read.bytes = LoadedLevel.read(in);
        read.requestSize = Level.read(in);
        read.latency = Level.read(in);
        read.peaks = HourPeaks.read(in);
        read.operations = KnownOperations.read(in);
        read.holds = EdgeHold.readAll(in);
        read.refusedShare = in.readFloat();
        read.deniedShare = in.readFloat();
        read.rejectedShare = in.readFloat();
        read.overflowedShare = in.readFloat();
        read.limitedShare = in.readFloat();
        read.mutualCalls = in.readFloat();
        read.plainCalls = in.readFloat();
        read.turns = DecayingSum.read(in);
        read.failures = DecayingSum.read(in);
        read.denied = DecayingSum.read(in);
        read.refused = DecayingSum.read(in);
        read.overflowed = DecayingSum.read(in);
        read.limited = DecayingSum.read(in);
        read.refusedLong = DecayingSum.read(in);
        read.turnsLong = DecayingSum.read(in);
        read.tried = TriedOperations.read(in);
        read.plain = DecayingSum.read(in);
        read.excess = DecayingSum.read(in);
        read.usualSum = DecayingSum.read(in);
        read.excessMinutes = DecayingSum.read(in);
        read.dayBytes = DecayingSum.read(in);
        read.dayLevel = LoadedLevel.read(in);
        read.regularity = (marks & 2) == 0 ? null : Regularity.read(in);
        return read;
    }
}
