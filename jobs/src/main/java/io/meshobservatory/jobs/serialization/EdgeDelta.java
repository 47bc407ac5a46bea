/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeStats;

/**
 * The sum of some changes to one edge in one ten-second window, on its way to the windows. Whoever makes one gives the
 * statistics away and does not change them any more.
 *
 * @param edge the edge
 * @param windowStartMillis start of the window, milliseconds since the epoch
 * @param changes calls added and withdrawn
 */
public record EdgeDelta(Edge edge, long windowStartMillis, EdgeStats changes) {}
