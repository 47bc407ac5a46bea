/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Decodes metrics of mesh proxies and of Istio's control plane into points with a meaning: what they count on which edge, or
 * which fact they tell. They come from scrapes of the Collector's Prometheus receiver or from Envoy's own OTLP sink, which
 * name the same things differently ({@link io.meshobservatory.connectors.otlp.metrics.MetricDecoder}).
 */
@NullMarked
package io.meshobservatory.connectors.otlp.metrics;

import org.jspecify.annotations.NullMarked;
