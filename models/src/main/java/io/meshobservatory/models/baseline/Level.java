/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Location and scale of a figure, learned online in ten bytes.
 *
 * <p>Both are running means of what Huber's psi lets through (Huber, Robust Statistics, 1981): an observation moves them by
 * no more than one that lies {@value #CLIP} scales away, so a burst can hardly move what is usual. The weight of an
 * observation is 1/n until n reaches the memory, then 1/memory: from then on the past is forgotten exponentially. The scale is
 * the mean absolute deviation times 1.2533, which for normal noise is its standard deviation. Not thread-safe.
 */
public final class Level {
    private static final double CLIP = 3;
    private static final double NORMAL = 1.2533;

    /** Until then there is too little to tell an outlier by. */
    private static final int FIRST_FEW = 10;

    private static final int MAX_COUNT = 0xffff;

    private float location;
    private float scale;
    private int count;

    /**
     * Takes in an observation.
     *
     * @param value finite; anything else is ignored
     * @param memory how many observations are remembered, at least 1
     * @param priorScale the scale to believe in before there are observations
     */
    public void learn(double value, int memory, double priorScale) {
        if (!Double.isFinite(value)) {
            return;
        }
        count = Math.min(count + 1, Math.min(memory, MAX_COUNT));
        if (count == 1) {
            location = (float) value;
            scale = 0;
            return;
        }
        double weight = 1.0 / count;
        double limit = CLIP * scale(priorScale, FIRST_FEW);
        double residual = Math.max(-limit, Math.min(limit, value - location));
        location += (float) (weight * residual);
        scale += (float) (weight * (NORMAL * Math.abs(residual) - scale));
    }

    /** What is usual; 0 before the first observation. */
    public double location() {
        return location;
    }

    /**
     * How much it usually differs, blended with what is believed before anything was seen.
     *
     * @param prior the scale to believe in
     * @param priorCount as many observations as that belief is worth
     */
    public double scale(double prior, int priorCount) {
        double believed = (double) count * scale * scale + priorCount * prior * prior;
        return Math.sqrt(believed / (count + priorCount));
    }

    /** How many observations count, at most the memory. */
    public int count() {
        return count;
    }

    /** Keeps the location, but counts as if only so many observations had been made: the next ones weigh more. */
    public void loosen(int observations) {
        count = Math.min(count, observations);
    }

    /** Writes the state; ten bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeFloat(location);
        out.writeFloat(scale);
        out.writeShort(count);
    }

    /** Reads what {@link #write} wrote. */
    public static Level read(DataInput in) throws IOException {
        Level level = new Level();
        level.location = in.readFloat();
        level.scale = in.readFloat();
        level.count = in.readUnsignedShort();
        return level;
    }
}
