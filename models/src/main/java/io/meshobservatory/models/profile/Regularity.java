/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How regular the calls of an edge are, by the minutes in which they come: the idea is RITA's and BAYWATCH's (gaps and
 * sizes that hardly differ), on running moments instead of a list of a day's connections. Calls that chance brings have gaps
 * that differ by as much as they last (coefficient of variation about 1); those of a program that waits, jitters by half and
 * calls again, 0.3. Where calls come in every minute, their number per minute is looked at instead: by chance its variance is
 * its mean, by a clock far less. Not thread-safe.
 */
final class Regularity {
    private static final int MEMORY = 120;
    private static final double MAX_GAP_VARIATION = 0.4;
    /** Variance over mean of the calls per minute. */
    private static final double MAX_DISPERSION = 0.4;

    private static final double MAX_SIZE_VARIATION = 0.5;
    private static final double MINUTES_MATTER = 1.5;
    /** A gap of minutes is known to half a minute at either end, which adds so much to its variance. */
    private static final double ROUNDING = 1.0 / 6;

    private int occurrences;
    private float gapMean;
    private float gapVariance;
    private float callsMean;
    private float callsVariance;
    private float sizeMean;
    private float sizeVariance;

    /**
     * Notes a minute with calls.
     *
     * @param gapMinutes since the one before; 0 for the first
     */
    void note(int gapMinutes, double calls, double bytesPerCall) {
        occurrences = Math.min(occurrences + 1, 0xffff);
        if (gapMinutes > 0) {
            // a pause, as of a restart, must not hide an hour of regularity
            double gap = occurrences > 4 ? Math.min(gapMinutes, 3 * gapMean + 1) : gapMinutes;
            double weight = 1.0 / Math.min(occurrences - 1, MEMORY);
            double off = gap - gapMean;
            gapMean += (float) (weight * off);
            gapVariance += (float) (weight * (off * off * (1 - weight) - gapVariance));
        }
        double weight = 1.0 / Math.min(occurrences, MEMORY);
        double offCalls = calls - callsMean;
        callsMean += (float) (weight * offCalls);
        callsVariance += (float) (weight * (offCalls * offCalls * (1 - weight) - callsVariance));
        double offSize = bytesPerCall - sizeMean;
        sizeMean += (float) (weight * offSize);
        sizeVariance += (float) (weight * (offSize * offSize * (1 - weight) - sizeVariance));
    }

    int occurrences() {
        return occurrences;
    }

    double gapMinutes() {
        return gapMean;
    }

    double callsPerOccurrence() {
        return callsMean;
    }

    double bytesPerCall() {
        return sizeMean;
    }

    /** Coefficient of variation of the gaps, without what counting in whole minutes adds. */
    double gapVariation() {
        return gapMean <= 0 ? 1 : Math.sqrt(Math.max(0, gapVariance - ROUNDING)) / gapMean;
    }

    double sizeVariation() {
        return sizeMean <= 0 ? 0 : Math.sqrt(sizeVariance) / sizeMean;
    }

    /** How irregular it is: 0 like a clock, 1 like chance. */
    double irregularity() {
        if (gapMean > MINUTES_MATTER) {
            return gapVariation();
        }
        return callsMean <= 0 ? 1 : Math.max(gapVariation(), callsVariance / callsMean);
    }

    /** Whether gaps, or calls per minute, and sizes differ too little for chance. */
    boolean isRegular() {
        double limit = gapMean > MINUTES_MATTER ? MAX_GAP_VARIATION : MAX_DISPERSION;
        return irregularity() <= limit && sizeVariation() <= MAX_SIZE_VARIATION;
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(occurrences);
        out.writeFloat(gapMean);
        out.writeFloat(gapVariance);
        out.writeFloat(callsMean);
        out.writeFloat(callsVariance);
        out.writeFloat(sizeMean);
        out.writeFloat(sizeVariance);
    }

    static Regularity read(DataInput in) throws IOException {
        Regularity read = new Regularity();
        read.occurrences = in.readUnsignedShort();
        read.gapMean = in.readFloat();
        read.gapVariance = in.readFloat();
        read.callsMean = in.readFloat();
        read.callsVariance = in.readFloat();
        read.sizeMean = in.readFloat();
        read.sizeVariance = in.readFloat();
        return read;
    }
}
