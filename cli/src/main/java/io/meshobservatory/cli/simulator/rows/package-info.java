/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A simulated mesh as the rows that the service graph would make of its telemetry: minute by minute, without the telemetry.
 * Calls are drawn by the number and not one by one, so that a day takes seconds.
 */
@NullMarked
package io.meshobservatory.cli.simulator.rows;

import org.jspecify.annotations.NullMarked;
