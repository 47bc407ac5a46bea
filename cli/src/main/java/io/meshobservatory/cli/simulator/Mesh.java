/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pods of a scenario. Immutable, and the same for every seed, as a cluster is. */
final class Mesh {
    private final Scenario scenario;
    private final Map<String, List<List<Pod>>> podsByVersion = new HashMap<>();
    private final int exporters;

    Mesh(Scenario scenario) {
        this.scenario = scenario;
        int ordinal = 0;
        int exporter = 0;
        for (ServiceSpec service : scenario.services().values()) {
            List<List<Pod>> versions = new ArrayList<>();
            for (VersionSpec version : service.versions()) {
                List<Pod> pods = new ArrayList<>();
                for (int replica = 0; replica < version.replicas(); replica++) {
                    pods.add(new Pod(service, version, replica, ordinal++, scenario.cluster(), exporter));
                    exporter += Pod.exporters(service);
                }
                versions.add(pods);
            }
            podsByVersion.put(service.name(), versions);
        }
        exporters = exporter;
    }

    Scenario scenario() {
        return scenario;
    }

    /** How many exporters there are; their indices are below. */
    int exporters() {
        return exporters;
    }

    /** An instance that answers a request: versions by weight, instances of a version evenly. */
    Pod pick(ServiceSpec service, SeededRandom random) {
        double weights = 0;
        for (VersionSpec version : service.versions()) {
            weights += version.weight();
        }
        double at = random.nextDouble() * weights;
        int chosen = 0;
        for (int i = 0; i < service.versions().size(); i++) {
            double weight = service.versions().get(i).weight();
            if (weight > 0) {
                chosen = i;
                if (at < weight) {
                    break;
                }
            }
            at -= weight;
        }
        List<List<Pod>> versions = podsByVersion.get(service.name());
        if (versions == null) {
            throw new IllegalArgumentException("service '" + service.name() + "' is not of this scenario");
        }
        List<Pod> pods = versions.get(chosen);
        return pods.get(random.nextInt(pods.size()));
    }
}
