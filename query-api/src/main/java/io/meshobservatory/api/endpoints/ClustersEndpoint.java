/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.store.ServiceStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** `/api/v1/clusters`: every cluster that was ever seen. */
public final class ClustersEndpoint implements Endpoint {
    private final ServiceStore services;

    public ClustersEndpoint(ServiceStore services) {
        this.services = requireNonNull(services, "services");
    }

    /** The answer. */
    record Answer(List<ClusterView> clusters) {}

    /** One cluster. */
    record ClusterView(String cluster, long services, long nodes, Instant firstSeen, Instant lastSeen) {}

    @Override
    public String path() {
        return "/api/v1/clusters";
    }

    @Override
    public Set<String> parameters() {
        return Set.of();
    }

    @Override
    public Object answer(Parameters parameters) {
        return new Answer(services.clusters().stream()
                .map(cluster -> new ClusterView(
                        cluster.name(),
                        cluster.services(),
                        cluster.nodes(),
                        Instant.ofEpochMilli(cluster.firstSeenMillis()),
                        Instant.ofEpochMilli(cluster.lastSeenMillis())))
                .toList());
    }
}
