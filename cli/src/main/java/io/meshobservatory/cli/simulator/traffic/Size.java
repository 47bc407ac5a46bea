/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

import io.meshobservatory.cli.simulator.random.Draws;
import io.meshobservatory.cli.simulator.random.SeededRandom;

/**
 * Sizes of bodies, uniform around a typical one. Immutable.
 *
 * @param bytes the mean, not negative
 * @param spread how far a size can be from the mean, as a ratio of it in [0, 1]
 */
public record Size(long bytes, double spread) {
    /** No body. */
    public static final Size NONE = new Size(0, 0);

    public Size {
        if (bytes < 0 || !(spread >= 0 && spread <= 1)) {
            throw new IllegalArgumentException(
                    "size: " + bytes + " bytes, spread " + spread + " (expected: 0 or more, and a ratio in [0, 1])");
        }
    }

    /** Half as much to one and a half times as much. */
    public static Size around(long bytes) {
        return new Size(bytes, 0.5);
    }

    /** One size. */
    public long draw(SeededRandom random) {
        return Draws.uniformSum(1, (double) bytes, spread, random);
    }

    /** The sum of many. */
    public long total(long count, SeededRandom random) {
        return Draws.uniformSum(count, (double) bytes, spread, random);
    }
}
