/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A simulated mesh, of Istio or another kind: requests flow through the services of a
 * {@link io.meshobservatory.cli.simulator.Scenario}, and the spans, metrics and access logs of its proxies and
 * applications come out in the requests that their exporters would send.
 *
 * <p>Everything is a function of the scenario and a seed: each arriving request has a random sequence of its own, made
 * from the seed, its entry point and its second, so that any stretch of time can be simulated by itself. No wall clock,
 * except in {@link io.meshobservatory.cli.simulator.LiveTraffic}.
 */
@NullMarked
package io.meshobservatory.cli.simulator;

import org.jspecify.annotations.NullMarked;
