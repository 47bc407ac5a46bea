/* SPDX-License-Identifier: Apache-2.0 */
/** From OTLP metrics to what they count on edges, and to facts: {@link io.meshobservatory.jobs.metrics.MetricsStage}. */
@NullMarked
package io.meshobservatory.jobs.metrics;

import org.jspecify.annotations.NullMarked;
