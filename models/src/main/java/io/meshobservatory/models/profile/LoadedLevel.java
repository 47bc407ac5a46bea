/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.models.baseline.Level;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is usual of an amount by itself (given the hour of the week), and in proportion to the load of its node. Where the
 * node has a load, the better predictor of the two counts, and the other must not contradict: so a busy day, which raises
 * amount and load alike, is no finding, nor is a quiet night, which raises the proportion alone. Natural logarithms
 * throughout. Not thread-safe.
 */
final class LoadedLevel {
    private static final double PRIOR_SCALE = 1;
    private static final int PRIOR_COUNT = 30;
    /** No baseline is believed to be more precise than this: a factor of 1.28. */
    private static final double LEAST_SCALE = 0.25;
    /** The poorer predictor must agree at least so far. */
    private static final double AGREEING = 2;

    private Level alone = new Level();
    private Level perLoad = new Level();

    /**
     * How far from usual an amount is, in scales; the less certain the usual, the less.
     *
     * @param amount not negative
     */
    double scales(double amount, MinuteLoad load) {
        return scales(amount, load, LEAST_SCALE);
    }

    /** The same of an amount that is steadier than that of a minute: with another least scale. */
    double scales(double amount, MinuteLoad load, double leastScale) {
        double value = StrictMath.log1p(amount);
        double aloneScale = scale(alone, leastScale);
        double byItself = (value - alone.location() - load.rhythm()) / aloneScale;
        if (!load.isKnown() || perLoad.count() == 0) {
            return byItself;
        }
        double loadScale = scale(perLoad, leastScale);
        double proportionate = (value - load.logCalls() - perLoad.location()) / loadScale;
        double better = loadScale < aloneScale ? proportionate : byItself;
        double poorer = loadScale < aloneScale ? byItself : proportionate;
        return poorer < AGREEING ? Math.min(better, poorer) : better;
    }

    /** The usual amount at such a load and hour: of the two predictions, the greater. */
    double expected(MinuteLoad load) {
        double logarithm = alone.location() + load.rhythm();
        if (load.isKnown() && perLoad.count() > 0) {
            logarithm = Math.max(logarithm, load.logCalls() + perLoad.location());
        }
        return Math.max(0, StrictMath.expm1(logarithm));
    }

    /** The usual amount at this hour, whatever the load. */
    double expectedByHour(MinuteLoad load) {
        return Math.max(0, StrictMath.expm1(alone.location() + load.rhythm()));
    }

    /** The usual amount in the busiest hour of the day, whatever the load. */
    double expectedAtPeak(MinuteLoad load) {
        return Math.max(0, StrictMath.expm1(alone.location() + load.peakRhythm()));
    }

    /** The scale of the better predictor. */
    double scale(MinuteLoad load) {
        double byItself = scale(alone, LEAST_SCALE);
        return load.isKnown() && perLoad.count() > 0 ? Math.min(byItself, scale(perLoad, LEAST_SCALE)) : byItself;
    }

    int count() {
        return alone.count();
    }

    void learn(double amount, MinuteLoad load, int memory) {
        double value = StrictMath.log1p(amount);
        alone.learn(value - load.rhythm(), memory, PRIOR_SCALE);
        if (load.isKnown()) {
            perLoad.learn(value - load.logCalls(), memory, PRIOR_SCALE);
        }
    }

    /** Lets the next observations weigh more, as after a release. */
    void loosen(int observations) {
        alone.loosen(observations);
        perLoad.loosen(observations);
    }

    void write(DataOutput out) throws IOException {
        alone.write(out);
        perLoad.write(out);
    }

    static LoadedLevel read(DataInput in) throws IOException {
        LoadedLevel read = new LoadedLevel();
        read.alone = Level.read(in);
        read.perLoad = Level.read(in);
        return read;
    }

    private static double scale(Level level, double least) {
        return Math.max(least, level.scale(PRIOR_SCALE, PRIOR_COUNT));
    }
}
