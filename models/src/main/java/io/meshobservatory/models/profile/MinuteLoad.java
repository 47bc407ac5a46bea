/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

/**
 * The load of a node in a minute: what it was asked to do. Immutable.
 *
 * @param calls calls received
 * @param logCalls natural logarithm of one more than these
 * @param isKnown whether the node is usually called at all, so that what it does can be in proportion to it
 * @param peakRhythm how much busier than usual the busiest hour of the day is, as a difference of natural logarithms
 * @param rhythm how much busier than usual the hour of the week is, as a difference of natural logarithms
 */
record MinuteLoad(double calls, double logCalls, boolean isKnown, double peakRhythm, double rhythm) {
    static MinuteLoad of(double calls, boolean isKnown, double peakRhythm, double rhythm) {
        return new MinuteLoad(calls, StrictMath.log1p(calls), isKnown, peakRhythm, rhythm);
    }
}
