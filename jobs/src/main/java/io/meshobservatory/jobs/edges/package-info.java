/* SPDX-License-Identifier: Apache-2.0 */
/** Sums of what was seen of edges: before the network, and in windows. */
@NullMarked
package io.meshobservatory.jobs.edges;

import org.jspecify.annotations.NullMarked;
