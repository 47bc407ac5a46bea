/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.latency;

import java.net.URI;
import java.time.Duration;

/**
 * What to measure. Immutable.
 *
 * @param otlp base of the bridge's OTLP/HTTP
 * @param api base of the query API
 * @param spansPerSecond how many spans are sent beside the probes
 * @param settle how long to send before the first probe
 * @param duration how long probes are sent
 */
public record LatencySettings(URI otlp, URI api, long spansPerSecond, Duration settle, Duration duration) {
    public LatencySettings {
        if (spansPerSecond < 1) {
            throw new IllegalArgumentException("spans per second: " + spansPerSecond + " (expected: at least 1)");
        }
        if (duration.toSeconds() < 1) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: at least 1 s)");
        }
    }
}
