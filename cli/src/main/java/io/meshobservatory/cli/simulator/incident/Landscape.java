/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.incident;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.Dialect;
import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of a mesh an attack or fault can use, and how much goes over its edges at the peak. Immutable. */
public final class Landscape {
    private static final double SECONDS = 60;

    private final Scenario scenario;
    /** Calls per second at the peak, by the names of both sides. */
    private final Map<String, Map<String, Double>> rates = new TreeMap<>();

    public Landscape(Scenario scenario) {
        this.scenario = scenario;
        for (EntrySpec entry : scenario.entries()) {
            double rate = entry.requestsPerSecond();
            String via = entry.via();
            if (via != null) {
                add(via, entry.to(), rate);
            }
            visit(entry.to(), rate);
        }
    }

    public Scenario scenario() {
        return scenario;
    }

    /** The services that are no gateways. */
    public List<ServiceSpec> services() {
        return scenario.services().values().stream()
                .filter(service -> !service.gateway())
                .toList();
    }

    /** Those that speak HTTP or gRPC. */
    public List<ServiceSpec> requestServices() {
        return services().stream()
                .filter(service -> service.protocol() != Protocol.TCP)
                .toList();
    }

    /** The entries that come through a gateway. */
    public List<EntrySpec> publicEntries() {
        return scenario.entries().stream().filter(entry -> entry.via() != null).toList();
    }

    /** Whether calls that it makes of itself are told by anybody. */
    public boolean isSeenCalling(ServiceSpec service) {
        return service.protocol() != Protocol.TCP
                && (service.appSpans() || service.mesh().isIstio() || service.is(Dialect.Kind.ENVOY));
    }

    /** Whether what it sends out of the mesh is told by anybody. */
    public boolean isSeenOutside(ServiceSpec service) {
        return isSeenCalling(service) && (service.hasEnvoy() || service.appSpans() || service.is(Dialect.Kind.AMBIENT));
    }

    /** Whether proxies tell of mutual TLS on connections between two services. */
    public boolean isSecured(ServiceSpec one, ServiceSpec other) {
        boolean secured = one.mutualTls() && other.mutualTls();
        boolean told = other.hasWaypoint() || (other.hasProxySpans() && !other.is(Dialect.Kind.LINKERD));
        boolean mesh = one.mesh().isIstio() == other.mesh().isIstio() && !one.is(Dialect.Kind.NONE);
        return secured && told && mesh && other.protocol() != Protocol.TCP;
    }

    /** Whether one calls the other. */
    public boolean isCalling(String from, String to) {
        return rates.getOrDefault(from, Map.of()).containsKey(to);
    }

    /** Whom somebody calls. */
    public Set<String> calleesOf(String from) {
        return rates.getOrDefault(from, Map.of()).keySet();
    }

    /** Which services call somebody. */
    public List<ServiceSpec> callersOf(String to) {
        return services().stream()
                .filter(service -> isCalling(service.name(), to))
                .toList();
    }

    /** Calls per minute at the peak, 0 if there are none. */
    public double perMinute(String from, String to) {
        return SECONDS * rates.getOrDefault(from, Map.of()).getOrDefault(to, 0.0);
    }

    /** Whether requests of entries come to it. */
    public boolean isBusy(ServiceSpec service) {
        return rates.values().stream().anyMatch(callees -> callees.containsKey(service.name()))
                || scenario.entries().stream().anyMatch(entry -> entry.to().equals(service.name()));
    }

    /** Whether calls of one can come to the other at any time, directly or through others: also calls to come. */
    public boolean reaches(String from, String to) {
        return reaches(from, to, new HashSet<>());
    }

    /** What holds data, and is asked by somebody: databases, services of plain TCP, else services that call nobody. */
    public List<String> stores() {
        Set<String> stores = new LinkedHashSet<>();
        for (TargetSpec target : scenario.targets().values()) {
            if (target instanceof Database && !callersOf(target.name()).isEmpty()) {
                stores.add(target.name());
            }
        }
        for (ServiceSpec service : services()) {
            boolean called = !callersOf(service.name()).isEmpty();
            if (service.protocol() == Protocol.TCP && called) {
                stores.add(service.name());
            }
        }
        if (stores.isEmpty()) {
            for (ServiceSpec service : services()) {
                if (calleesOf(service.name()).isEmpty()
                        && !callersOf(service.name()).isEmpty()) {
                    stores.add(service.name());
                }
            }
        }
        return List.copyOf(stores);
    }

    /** The hosts outside the mesh that are called. */
    public List<String> calledHosts() {
        List<String> hosts = new ArrayList<>();
        for (TargetSpec target : scenario.targets().values()) {
            if (target instanceof External && !callersOf(target.name()).isEmpty()) {
                hosts.add(target.name());
            }
        }
        return hosts;
    }

    /** How a version of a service calls somebody: the first call of that kind, in any version. */
    public CallSpec callOf(ServiceSpec from, String to) {
        for (VersionSpec version : from.versions()) {
            for (CallSpec call : version.calls()) {
                if (call.to().equals(to)) {
                    return call;
                }
            }
        }
        return new CallSpec(to, 1, false, 0, false, "", "");
    }

    /** The SPIFFE id of a service's workloads. */
    public String principal(ServiceSpec service) {
        return service.principal(scenario.trustDomain());
    }

    private void visit(String name, double rate) {
        ServiceSpec service = scenario.services().get(name);
        if (service == null) {
            return;
        }
        double weights =
                service.versions().stream().mapToDouble(VersionSpec::weight).sum();
        for (VersionSpec version : service.versions()) {
            if (version.weight() > 0) {
                visit(name, version.calls(), rate * version.weight() / weights);
            }
        }
    }

    private void visit(String caller, List<CallSpec> calls, double rate) {
        for (CallSpec call : calls) {
            double called = rate * call.probability();
            if (called == 0) {
                continue;
            }
            add(caller, call.to(), called);
            visit(call.to(), called);
            if (scenario.targets().get(call.to()) instanceof Topic topic) {
                for (TargetSpec.Consumer consumer : topic.consumers()) {
                    add(topic.name(), consumer.service(), called);
                    visit(consumer.service(), consumer.calls(), called);
                }
            }
        }
    }

    private void add(String from, String to, double rate) {
        rates.computeIfAbsent(from, key -> new TreeMap<>()).merge(to, rate, Double::sum);
    }

    private boolean reaches(String from, String to, Set<String> visited) {
        if (from.equals(to)) {
            return true;
        }
        if (!visited.add(from)) {
            return false;
        }
        Set<String> callees = new TreeSet<>();
        ServiceSpec service = scenario.services().get(from);
        if (service != null) {
            service.versions().forEach(version -> version.calls().forEach(call -> callees.add(call.to())));
        } else if (scenario.targets().get(from) instanceof Topic topic) {
            topic.consumers().forEach(consumer -> {
                callees.add(consumer.service());
                consumer.calls().forEach(call -> callees.add(call.to()));
            });
        }
        return callees.stream().anyMatch(callee -> reaches(callee, to, visited));
    }
}
