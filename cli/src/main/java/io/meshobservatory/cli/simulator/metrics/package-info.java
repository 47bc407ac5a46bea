/* SPDX-License-Identifier: Apache-2.0 */
/** The Istio standard metrics of a simulated mesh, as the Prometheus receiver of a Collector or Envoy's OTLP sink sends them. */
@NullMarked
package io.meshobservatory.cli.simulator.metrics;

import org.jspecify.annotations.NullMarked;
