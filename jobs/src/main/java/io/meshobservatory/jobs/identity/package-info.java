/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Who the ends of an edge are: nodes that send no telemetry become the workloads that they turn out to be, and names that
 * explode are kept out of the graph.
 */
@NullMarked
package io.meshobservatory.jobs.identity;

import org.jspecify.annotations.NullMarked;
