/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

/** What the value of a point means. The constants may only be appended: buffered points hold their ordinals. */
public enum Temporality {
    /** All that was counted since the series began. */
    CUMULATIVE,
    /** What was counted since the point before. */
    DELTA,
    /** A level that goes up and down. */
    LEVEL
}
