/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;

/**
 * A proxy: what it writes into every span, who sends its spans, and its metrics and logs. Immutable.
 *
 * @param dialect how it tells
 * @param self the workload that it belongs to
 * @param emitter the source of its metrics and logs; of Istio's proxies only they are simulated
 * @param identity what it writes into the spans of requests that it received, such as {@code node_id}
 * @param tags what it writes into all spans
 * @param workers its worker threads, each with a buffer of spans of its own; none if it sends no spans
 * @param skewNanos by how much its clock is ahead
 */
record Proxy(
        Dialect dialect,
        Peer self,
        Emitter emitter,
        List<KeyValue> identity,
        List<KeyValue> tags,
        List<Exporter> workers,
        long skewNanos) {
    /** Envoy in an Istio sidecar has two worker threads by default. */
    static final int WORKERS = 2;

    Proxy {
        identity = List.copyOf(identity);
        tags = List.copyOf(tags);
        workers = List.copyOf(workers);
    }

    Exporter worker(SeededRandom random) {
        return workers.get(random.nextInt(workers.size()));
    }
}
