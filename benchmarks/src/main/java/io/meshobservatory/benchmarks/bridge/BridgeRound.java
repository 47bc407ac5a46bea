/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import io.meshobservatory.benchmarks.meter.Throughput;

/**
 * What one contender did in one round. Immutable.
 *
 * @param throughput what Kafka acknowledged, and what the whole process took for it
 * @param carrierCpuSeconds of the part that is measured, with all that the JVM's own threads took (garbage collection,
 *     compilation): the bridge with its producer, or the bare producer with the threads that call it
 * @param clientCpuSeconds of the client that sends to the bridge; 0 for the bare producer, which has none
 * @param acknowledgedRecords records of acknowledged requests, those before the clock was started too
 * @param recordsInKafka in the topic at the end
 * @param failure why a request failed, if one did; else empty
 */
record BridgeRound(
        Throughput throughput,
        double carrierCpuSeconds,
        double clientCpuSeconds,
        long acknowledgedRecords,
        long recordsInKafka,
        String failure) {
    /** What one core carries. */
    double spansPerCarrierCpuSecond() {
        return throughput.spans() / carrierCpuSeconds;
    }

    /** What is wrong; empty if every request was acknowledged and is in Kafka once. */
    String problem() {
        if (!failure.isEmpty()) {
            return "a request failed: " + failure;
        }
        return acknowledgedRecords == recordsInKafka
                ? ""
                : recordsInKafka + " records in Kafka (expected: " + acknowledgedRecords + ")";
    }
}
