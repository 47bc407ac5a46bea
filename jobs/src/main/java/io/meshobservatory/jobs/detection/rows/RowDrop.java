/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.rows;

import static java.util.Objects.requireNonNull;

/**
 * A row that detection did not take. Immutable.
 *
 * @param reason why
 * @param windowStartMillis the beginning of its window, milliseconds since the epoch
 * @param emittedMillis event time at which it was given out
 * @param about the edge or the node, for people
 */
public record RowDrop(String reason, long windowStartMillis, long emittedMillis, String about) {
    /** The row corrects a minute that had settled. */
    public static final String LATE_CORRECTION = "late_correction";

    public RowDrop {
        requireNonNull(reason, "reason");
        requireNonNull(about, "about");
    }
}
