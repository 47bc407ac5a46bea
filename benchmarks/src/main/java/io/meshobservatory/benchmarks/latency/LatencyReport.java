/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What was measured.
 *
 * @param spansPerSecond how many spans were taken in a second, beside the probes
 * @param failedRequests how many requests were not taken
 * @param probes how many probes were sent
 * @param seenMillis of each probe that was seen, how long that took, ascending
 */
public record LatencyReport(double spansPerSecond, long failedRequests, int probes, long[] seenMillis) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The time in which a share of the probes was seen, milliseconds; {@link Long#MAX_VALUE} if so many were not. */
    public long quantileMillis(double share) {
        int rank = (int) Math.ceil(share * probes);
        return rank > seenMillis.length || rank < 1 ? Long.MAX_VALUE : seenMillis[rank - 1];
    }

    /** All figures as one line of JSON. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", "latency");
        json.put("spans_per_second", Math.round(spansPerSecond));
        json.put("failed_requests", failedRequests);
        json.put("probes", probes);
        json.put("probes_seen", seenMillis.length);
        put(json, "p50_seconds", 0.5);
        put(json, "p95_seconds", 0.95);
        put(json, "p99_seconds", 0.99);
        put(json, "max_seconds", 1);
        return json.toString();
    }

    private void put(ObjectNode json, String name, double share) {
        long millis = quantileMillis(share);
        if (millis == Long.MAX_VALUE) {
            json.putNull(name);
        } else {
            json.put(name, millis / 1e3);
        }
    }
}
