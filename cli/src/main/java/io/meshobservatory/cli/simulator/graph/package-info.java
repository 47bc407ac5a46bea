/* SPDX-License-Identifier: Apache-2.0 */
/** The service graph as the simulator states it: nodes and edges named as an analysis of the telemetry should name them. */
@NullMarked
package io.meshobservatory.cli.simulator.graph;

import org.jspecify.annotations.NullMarked;
