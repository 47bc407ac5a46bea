/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import io.meshobservatory.benchmarks.meter.Throughput;

/**
 * What one run of the job gave.
 *
 * @param throughput how much went through it
 * @param checkpoints how many were completed
 * @param largestStateBytes size of the largest of them, 0 if there was none
 * @param rows how many rows of edges came out
 * @param edges the edges at the end
 */
record GraphRound(Throughput throughput, long checkpoints, long largestStateBytes, long rows, EdgeCounts edges) {}
