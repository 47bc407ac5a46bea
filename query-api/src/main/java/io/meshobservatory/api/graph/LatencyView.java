/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

/**
 * Latency of one side, milliseconds; percentiles with a relative error of at most 1 %.
 *
 * @param calls how many calls were measured, at least 1
 */
public record LatencyView(long calls, double meanMs, double p50Ms, double p95Ms, double p99Ms) {}
