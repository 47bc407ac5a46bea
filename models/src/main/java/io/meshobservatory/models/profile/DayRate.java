/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

/** Makes of a sum that fades over a day what a whole day comes to, while the sum is younger than some days. Stateless. */
final class DayRate {
    /** Of less than six hours, nothing is concluded for a day. */
    static final int LEAST_MINUTES = 6 * 60;

    private DayRate() {}

    static double of(double sum, int ageMinutes) {
        double filled = 1 - StrictMath.exp(-Math.max(ageMinutes, 1) / OutboundEdge.DAY_SPAN);
        return sum / filled;
    }
}
