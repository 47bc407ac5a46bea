/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

/**
 * On which telemetry the figures of an answer rest: {@code NONE}, {@code TRACES}, {@code LOGS}, {@code METRICS}, or
 * {@code mixed} where windows differ.
 *
 * @param calls counts of calls, outcomes and response flags
 * @param bytes sizes and connections
 * @param latency latencies
 * @param security mutual TLS and identities
 */
public record BasisView(String calls, String bytes, String latency, String security) {}
