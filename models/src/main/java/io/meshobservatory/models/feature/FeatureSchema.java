/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.feature;

import java.util.List;
import java.util.Set;

/**
 * The columns of a {@link FeatureVector}. Each is judged against what is usual for the same node (most of them on a
 * logarithmic scale, and relative to the load of the minute), so that all nodes of a cluster can share one forest. The
 * schema is documented in docs/detection-features.md, which a test compares with it.
 */
public final class FeatureSchema {
    /** Changes whenever a column is added, removed, reordered or redefined. */
    public static final int VERSION = 1;

    /** No value is further from 0 than this many scales. */
    public static final double LIMIT = 20;

    private static final List<Feature> FEATURES = List.of(
            new Feature("calls_in", "calls/min", "calls received, against the usual of the hour of the week"),
            new Feature("calls_out", "calls/min", "calls made, against the usual at such a number of calls received"),
            new Feature("request_bytes_per_call_out", "bytes", "size of the requests made"),
            new Feature("response_bytes_per_call_out", "bytes", "size of the responses got"),
            new Feature("request_bytes_per_call_in", "bytes", "size of the requests received"),
            new Feature("response_bytes_per_call_in", "bytes", "size of the responses given"),
            new Feature("external_bytes_out", "bytes", "bytes sent to hosts outside the mesh"),
            new Feature(
                    "external_asymmetry", "", "natural logarithm of bytes sent to over bytes got from hosts outside"),
            new Feature("external_calls_share", "share", "calls to hosts outside among the calls made"),
            new Feature("destinations", "count", "different destinations called, against the usual at such load"),
            new Feature("rare_calls_share", "share", "calls to destinations with at most two callers in the mesh"),
            new Feature("operations", "count", "different operations asked for at all destinations, where told"),
            new Feature("operations_entropy", "", "Shannon entropy, in nats, of the operations asked for"),
            new Feature("error_share", "share", "calls made that failed by the callee"),
            new Feature("refused_share", "share", "calls made that were refused for their credentials (401, 403)"),
            new Feature("denied_share", "share", "calls made that were denied by policy"),
            new Feature(
                    "retry_share",
                    "share",
                    "calls made whose response flags tell of exhausted retries or failed connections"),
            new Feature("latency_served", "ms", "95th percentile of the latency of the calls received"),
            new Feature("latency_got", "ms", "95th percentile of the latency of the calls made"),
            new Feature("plain_text_share", "share", "calls made that were seen to be without mutual TLS"),
            new Feature("external_bytes_out_1h", "bytes", "bytes sent to hosts outside, over about an hour"),
            new Feature(
                    "read_bytes_1h",
                    "bytes",
                    "bytes got from databases and services, over about an hour, against the usual at such load"),
            new Feature("new_destinations_1h", "count", "destinations called for the first time, over about an hour"),
            new Feature("refused_1h", "count", "calls refused or denied, over about an hour"));

    /** What outages, deployments and load change, too. */
    private static final Set<String> OF_HEALTH =
            Set.of("calls_in", "calls_out", "error_share", "retry_share", "latency_served", "latency_got");

    private FeatureSchema() {}

    /** Whether a column tells how well a workload does, and what it has to do, rather than what it does. */
    public static boolean isOfHealth(String name) {
        return OF_HEALTH.contains(name);
    }

    /** The columns in their order. */
    public static List<Feature> features() {
        return FEATURES;
    }

    /** How many columns there are. */
    public static int size() {
        return FEATURES.size();
    }

    /** The names of the columns in their order. */
    public static List<String> names() {
        return FEATURES.stream().map(Feature::name).toList();
    }
}
