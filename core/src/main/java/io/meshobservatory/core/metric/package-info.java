/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From points of metrics to what increased, and in which windows.
 *
 * <p>A target is whatever exports metrics under one identity: a proxy, as a rule. Its series are followed one by one
 * ({@link io.meshobservatory.core.metric.IncreaseTracker}): a cumulative series gives the difference between two points, a
 * delta series each point's value. What happened before a target was first seen is unknown, so the first point of a target
 * only sets the baselines; a series that appears later began at 0. An increase is spread evenly over the ten-second windows
 * between its two points ({@link io.meshobservatory.core.metric.WindowSpread}), and added up per edge
 * ({@link io.meshobservatory.core.metric.TargetCounter}).
 */
@NullMarked
package io.meshobservatory.core.metric;

import org.jspecify.annotations.NullMarked;
