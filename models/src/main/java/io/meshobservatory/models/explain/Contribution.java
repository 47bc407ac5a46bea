/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.explain;

/**
 * What one feature adds to a score.
 *
 * @param feature its name
 * @param observed the row's value, in the feature's own unit
 * @param expected the value that it was compared with, in the same unit
 * @param share of what all features add together: greater than 0, at most 1; the shares of a row sum to 1
 */
public record Contribution(String feature, double observed, double expected, double share) {}
