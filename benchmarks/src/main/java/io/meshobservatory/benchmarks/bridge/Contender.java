/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import java.util.List;

/** One way from requests in memory to records in Kafka. */
enum Contender {
    /** A Kafka producer with the bridge's settings, and nothing before it. */
    PRODUCER(List.of(Contender.PRODUCER_THREAD)),
    /** The bridge over OTLP/gRPC. */
    GRPC(List.of(Contender.PRODUCER_THREAD, Contender.SERVER_THREAD, Contender.WORKER_THREAD)),
    /** The bridge over OTLP/HTTP, in protobuf. */
    HTTP(List.of(Contender.PRODUCER_THREAD, Contender.SERVER_THREAD, Contender.WORKER_THREAD));

    private static final String PRODUCER_THREAD = "kafka-producer-network-thread";
    private static final String SERVER_THREAD = "armeria-";
    private static final String WORKER_THREAD = "otlp-bridge-worker-";

    private final List<String> threads;

    Contender(List<String> threads) {
        this.threads = threads;
    }

    /** Whether a thread of this name works for what is measured: the bridge with its producer, or the producer alone. */
    boolean isCarriedBy(String thread) {
        return threads.stream().anyMatch(thread::startsWith);
    }
}
