/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Where requests come from. Immutable.
 *
 * @param name unique among the entries
 * @param to the service that they ask
 * @param via the gateway that they come through; null for callers inside the cluster that have no sidecar
 * @param requestsPerSecond the rate at the peak of the rhythm, above 0
 * @param method HTTP method
 * @param path HTTP path
 * @param retries how many more attempts the gateway makes when one fails
 * @param rhythm how the rate changes
 */
public record EntrySpec(
        String name,
        String to,
        @Nullable String via,
        double requestsPerSecond,
        String method,
        String path,
        int retries,
        Rhythm rhythm) {}
