/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import java.util.concurrent.CompletableFuture;

/** Sends the requests of a recording, each as often as asked. Thread-safe. */
interface Lane extends AutoCloseable {
    /** How many different requests there are. */
    int size();

    /**
     * Sends one request.
     *
     * @param index of the request, from 0 to {@link #size}
     * @return completes when Kafka has acknowledged all of it; fails if it has not, or not all of its spans were taken
     */
    CompletableFuture<?> send(int index);

    @Override
    void close();
}
