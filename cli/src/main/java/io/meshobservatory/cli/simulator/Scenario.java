/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mesh and its traffic, as {@link ScenarioReader} reads it: all names resolve, and calls form no cycle. Immutable.
 *
 * @param name its name
 * @param description one line
 * @param cluster the cluster's id, as Istio puts it into spans
 * @param network time that a request takes from one proxy to the next, one way
 * @param services services and gateways by name
 * @param targets databases, topics and external hosts by name
 * @param entries where requests come from
 */
public record Scenario(
        String name,
        String description,
        String cluster,
        Latency network,
        Map<String, ServiceSpec> services,
        Map<String, TargetSpec> targets,
        List<EntrySpec> entries) {
    public Scenario {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        entries = List.copyOf(entries);
    }

    ServiceSpec service(String service) {
        ServiceSpec found = services.get(service);
        if (found == null) {
            throw new IllegalArgumentException(
                    "service: '" + service + "' (expected: one of " + services.keySet() + ")");
        }
        return found;
    }
}
