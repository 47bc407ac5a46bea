/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.logs.LogForm;
import io.meshobservatory.cli.simulator.metrics.MetricsForm;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mesh and its traffic, as {@link ScenarioReader} reads it: all names resolve, calls form no cycle, and the graph is
 * what the calls make. Immutable.
 *
 * @param name its name
 * @param description one line
 * @param clusters the clusters' ids, at least one
 * @param trustDomain what the identities of its workloads are in
 * @param network time that a request takes from one proxy to the next, one way
 * @param signals the telemetry that it sends
 * @param metrics how metrics are sent
 * @param logs how access logs are written
 * @param flaws what is wrong with the telemetry
 * @param services services and gateways by name
 * @param targets databases, topics and external hosts by name
 * @param entries where requests come from
 */
public record Scenario(
        String name,
        String description,
        List<String> clusters,
        String trustDomain,
        Latency network,
        Set<Signal> signals,
        MetricsForm metrics,
        LogForm logs,
        Flaws flaws,
        Map<String, ServiceSpec> services,
        Map<String, TargetSpec> targets,
        List<EntrySpec> entries) {
    public Scenario {
        clusters = List.copyOf(clusters);
        signals = Collections.unmodifiableSet(EnumSet.copyOf(signals));
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        entries = List.copyOf(entries);
    }

    /** The same with other signals, at least one. */
    public Scenario withSignals(Set<Signal> others) {
        return new Scenario(
                name,
                description,
                clusters,
                trustDomain,
                network,
                others,
                metrics,
                logs,
                flaws,
                services,
                targets,
                entries);
    }

    /** The same with another sampling of traces, a ratio in (0, 1]. */
    public Scenario withSampling(double ratio) {
        return new Scenario(
                name,
                description,
                clusters,
                trustDomain,
                network,
                signals,
                metrics,
                logs,
                flaws.withSampling(ratio),
                services,
                targets,
                entries);
    }

    /** The same with other services. */
    public Scenario withServices(Map<String, ServiceSpec> others) {
        return with(others, targets, entries);
    }

    /** The same with another service of the same name, or one more. */
    public Scenario withService(ServiceSpec service) {
        Map<String, ServiceSpec> others = new LinkedHashMap<>(services);
        others.put(service.name(), service);
        return withServices(others);
    }

    /** The same with another database, topic or host of the same name, or one more. */
    public Scenario withTarget(TargetSpec target) {
        Map<String, TargetSpec> others = new LinkedHashMap<>(targets);
        others.put(target.name(), target);
        return with(services, others, entries);
    }

    /** The same with other entries. */
    public Scenario withEntries(List<EntrySpec> others) {
        return with(services, targets, others);
    }

    private Scenario with(
            Map<String, ServiceSpec> otherServices, Map<String, TargetSpec> otherTargets, List<EntrySpec> others) {
        return new Scenario(
                name,
                description,
                clusters,
                trustDomain,
                network,
                signals,
                metrics,
                logs,
                flaws,
                otherServices,
                otherTargets,
                others);
    }

    /**
     * A service by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ServiceSpec service(String service) {
        ServiceSpec found = services.get(service);
        if (found == null) {
            throw new IllegalArgumentException(
                    "service: '" + service + "' (expected: one of " + services.keySet() + ")");
        }
        return found;
    }
}
