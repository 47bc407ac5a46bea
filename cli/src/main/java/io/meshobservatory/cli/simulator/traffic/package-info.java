/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Traffic that comes on top of what a scenario's entries bring: streams of requests that say who asks whom, when, for what,
 * and how it ends. Attacks, batch jobs and scrapers are made of them. Both forms of a simulation, telemetry and rows, read
 * the same streams.
 */
@NullMarked
package io.meshobservatory.cli.simulator.traffic;

import org.jspecify.annotations.NullMarked;
