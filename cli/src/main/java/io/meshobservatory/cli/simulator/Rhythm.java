/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * How the load of an entry point changes with the hour and the day. Between the trough and the peak of a day it follows
 * half a cosine. Immutable.
 *
 * @param peakHour hour of the day in [0, 24) with the full rate
 * @param troughHour hour of the day in [0, 24) with the lowest; not the peak's
 * @param troughFactor ratio in [0, 1] of the full rate at the trough; 1 for no rhythm
 * @param weekendFactor ratio of the rate on Saturdays and Sundays, not negative
 * @param noise standard deviation of the rate's logarithm from minute to minute; 0 for none
 * @param zone where the hours are counted
 */
public record Rhythm(
        double peakHour, double troughHour, double troughFactor, double weekendFactor, double noise, ZoneId zone) {
    /** The same load at all times. */
    public static final Rhythm FLAT = new Rhythm(14, 3, 1, 1, 0, ZoneOffset.UTC);

    private static final double HOURS = 24;

    /** The factor of the rate at a moment, without the noise. */
    double factor(long epochSecond) {
        ZonedDateTime time = Instant.ofEpochSecond(epochSecond).atZone(zone);
        double hour = time.getHour() + time.getMinute() / 60.0 + time.getSecond() / 3600.0;
        double sinceTrough = wrap(hour - troughHour);
        double rise = wrap(peakHour - troughHour);
        double height =
                sinceTrough < rise ? rising(sinceTrough / rise) : 1 - rising((sinceTrough - rise) / (HOURS - rise));
        boolean weekend = time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
        return (troughFactor + (1 - troughFactor) * height) * (weekend ? weekendFactor : 1);
    }

    /** The noise at a moment: 1 on average, the same for equal seeds; between two minutes it is interpolated. */
    double noiseFactor(long epochSecond, long seed) {
        if (noise == 0) {
            return 1;
        }
        long minute = Math.floorDiv(epochSecond, 60L);
        double part = Math.floorMod(epochSecond, 60L) / 60.0;
        double exponent = gaussian(seed, minute) * (1 - part) + gaussian(seed, minute + 1) * part;
        return StrictMath.exp(noise * exponent - noise * noise / 2);
    }

    private static double gaussian(long seed, long minute) {
        return SeededRandom.of(seed, minute).nextGaussian();
    }

    private static double rising(double part) {
        return (1 - StrictMath.cos(Math.PI * part)) / 2;
    }

    private static double wrap(double hours) {
        return (hours % HOURS + HOURS) % HOURS;
    }
}
