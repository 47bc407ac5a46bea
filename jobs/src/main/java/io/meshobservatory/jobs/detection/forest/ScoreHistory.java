/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

/**
 * In which of its latest minutes a node was unusual. Immutable.
 *
 * @param minuteStartMillis the latest minute that was scored
 * @param bits one per minute, the latest lowest
 */
public record ScoreHistory(long minuteStartMillis, long bits) {}
