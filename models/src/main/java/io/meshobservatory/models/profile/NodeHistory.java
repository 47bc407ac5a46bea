/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.models.baseline.DecayingSum;
import io.meshobservatory.models.baseline.HourOfWeek;
import io.meshobservatory.models.baseline.Level;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** How busy a node usually is, in which hours, with which versions and principals. Not thread-safe. */
final class NodeHistory {
    private static final double PRIOR_SCALE = 1;
    private static final double RHYTHM_LIMIT = 3;
    /** With so many minutes in which it was called, what a node does is seen in proportion to that. */
    private static final int LOADED_MINUTES = 5;

    private static final int USUAL_MINUTES = 30;

    int firstMinute;
    int lastMinute;
    int activeMinutes;
    private int firstCallMinute;
    private int calledMinutes;
    KnownNames versions = new KnownNames();
    KnownNames principals = new KnownNames();
    KnownOperations operationsIn = new KnownOperations();
    private HourOfWeek rhythm = new HourOfWeek();
    /** Of the natural logarithm of one more than the calls received, or of a node that nobody calls, made. */
    private Level activity = new Level();

    private DecayingSum dayCalls = new DecayingSum();
    private double callsIn;

    /** Calls received in the minute that is being judged. */
    double callsIn() {
        return callsIn;
    }

    boolean isLoaded() {
        return calledMinutes >= LOADED_MINUTES && 2 * calledMinutes >= activeMinutes;
    }

    /** Begins a minute. */
    void begin(int minute, List<EdgeMinute> outbound, List<EdgeMinute> inbound) {
        if (firstMinute == 0) {
            firstMinute = minute;
        }
        lastMinute = minute;
        if (firstCallMinute == 0 && !outbound.isEmpty()) {
            firstCallMinute = minute;
        }
        callsIn = 0;
        for (EdgeMinute edge : inbound) {
            callsIn += edge.turns();
        }
        for (EdgeMinute edge : outbound) {
            edge.sourceVersions().forEach(version -> versions.note(version, minute));
        }
        dayCalls.add(minute, callsIn, OutboundEdge.DAY_SPAN);
    }

    /**
     * From when on it is known what the node calls: since it was seen first; or, if it called nobody on its first day, as
     * a job does that is only scraped until its hour comes, since it first did.
     */
    int callsKnownFrom(ProfileSettings settings) {
        boolean onFirstDay = (firstCallMinute - firstMinute) * EdgeMinute.MINUTE_MILLIS < settings.matureMillis();
        return firstCallMinute > firstMinute && onFirstDay ? firstCallMinute : firstMinute;
    }

    MinuteLoad load(long startMillis) {
        return MinuteLoad.of(callsIn, isLoaded(), rhythm.greatestOffset(), rhythm.offset(startMillis));
    }

    MinuteLoad dayLoad(int minute) {
        double day = DayRate.of(dayCalls.at(minute, OutboundEdge.DAY_SPAN), minute - firstMinute);
        return MinuteLoad.of(day, isLoaded(), 0, 0);
    }

    /** Calls received in a minute at this hour of the week; NaN while not known. */
    double usualCallsIn(long startMillis) {
        if (!isLoaded() || activity.count() < USUAL_MINUTES) {
            return Double.NaN;
        }
        return Math.max(0, StrictMath.expm1(activity.location() + rhythm.offset(startMillis)));
    }

    /** Takes in the minute. */
    void learn(
            int minute, List<EdgeMinute> outbound, List<EdgeMinute> inbound, boolean held, ProfileSettings settings) {
        activeMinutes++;
        calledMinutes += callsIn > 0 ? 1 : 0;
        for (EdgeMinute edge : outbound) {
            edge.sourcePrincipals().forEach(principal -> principals.note(principal, minute));
        }
        if (held) {
            return;
        }
        double made = 0;
        for (EdgeMinute edge : outbound) {
            made += edge.turns();
        }
        double value = StrictMath.log1p(isLoaded() ? callsIn : made);
        long millis = minute * EdgeMinute.MINUTE_MILLIS;
        if (activity.count() > 0) {
            rhythm.learn(millis, value - activity.location(), RHYTHM_LIMIT);
        }
        activity.learn(value - rhythm.offset(millis), settings.memoryMinutes(), PRIOR_SCALE);
        for (EdgeMinute edge : inbound) {
            operationsIn.learn(edge.operations(), settings.memoryMinutes());
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(firstMinute);
        out.writeInt(lastMinute);
        out.writeInt(activeMinutes);
        out.writeInt(calledMinutes);
        out.writeInt(firstCallMinute);
        versions.write(out);
        principals.write(out);
        operationsIn.write(out);
        rhythm.write(out);
        activity.write(out);
        dayCalls.write(out);
    }

    static NodeHistory read(DataInput in) throws IOException {
        NodeHistory read = new NodeHistory();
        read.firstMinute = in.readInt();
        read.lastMinute = in.readInt();
        read.activeMinutes = in.readInt();
        read.calledMinutes = in.readInt();
        read.firstCallMinute = in.readInt();
        read.versions = KnownNames.read(in);
        read.principals = KnownNames.read(in);
        read.operationsIn = KnownOperations.read(in);
        read.rhythm = HourOfWeek.read(in);
        read.activity = Level.read(in);
        read.dayCalls = DecayingSum.read(in);
        return read;
    }
}
