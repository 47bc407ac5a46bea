/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.List;

/**
 * Grows isolation trees. The one thing that a library is used for, so that another can take its place.
 *
 * <p>The same samples, depth and seeds give the same forest, whatever the thread and whatever was grown before.
 */
interface ForestGrower {
    /**
     * Grows one tree for each sample.
     *
     * @param samples for each tree its rows: standardised, finite, all of one length; each sample of the same size
     * @param maxDepth where a tree is cut
     * @param seeds for each tree its seed: any number
     * @throws IllegalStateException if what was grown is not as expected
     */
    Forest grow(List<List<double[]>> samples, int maxDepth, long[] seeds);
}
