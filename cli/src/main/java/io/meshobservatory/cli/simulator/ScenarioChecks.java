/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What concerns more than one part of a scenario: names that must resolve, and calls that must come to an end. */
final class ScenarioChecks {
    private final Scenario scenario;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> finished = new HashSet<>();

    private ScenarioChecks(Scenario scenario) {
        this.scenario = scenario;
        names.addAll(scenario.services().keySet());
        names.addAll(scenario.targets().keySet());
    }

    static void check(Scenario scenario) throws ScenarioException {
        new ScenarioChecks(scenario).check();
    }

    /** The same of the calls alone, of a mesh that is altered: they must come to an end. */
    static void checkCalls(Scenario scenario) throws ScenarioException {
        ScenarioChecks checks = new ScenarioChecks(scenario);
        for (ServiceSpec service : scenario.services().values()) {
            checks.findCycle(service.name(), new ArrayList<>());
        }
    }

    private void check() throws ScenarioException {
        if (scenario.entries().isEmpty()) {
            throw new ScenarioException("entries: missing (expected: at least one; without it there is no traffic)");
        }
        for (EntrySpec entry : scenario.entries()) {
            checkEntry(entry);
        }
        for (ServiceSpec service : scenario.services().values()) {
            checkService(service);
        }
        for (TargetSpec target : scenario.targets().values()) {
            if (target instanceof Topic topic) {
                checkTopic(topic);
            }
        }
        for (ServiceSpec service : scenario.services().values()) {
            findCycle(service.name(), new ArrayList<>());
        }
    }

    private void checkEntry(EntrySpec entry) throws ScenarioException {
        String at = "entry '" + entry.name() + "'";
        ServiceSpec to = scenario.services().get(entry.to());
        if (to == null || to.gateway()) {
            throw unknown(at + ".to", entry.to(), serviceNames(false), "a service");
        }
        String via = entry.via();
        ServiceSpec gateway = via == null ? null : scenario.services().get(via);
        if (via != null && (gateway == null || !gateway.gateway())) {
            throw unknown(at + ".via", via, serviceNames(true), "a service with 'gateway: true'");
        }
        MeshChecks.checkEntry(at, entry, to, gateway);
    }

    private void checkService(ServiceSpec service) throws ScenarioException {
        String at = "service '" + service.name() + "'";
        double weights = 0;
        Set<String> versions = new HashSet<>();
        for (ServiceSpec.VersionSpec version : service.versions()) {
            if (service.gateway() && !version.calls().isEmpty()) {
                throw new ScenarioException(at + ".calls: " + version.calls().size()
                        + " (expected: none; what a gateway calls is told by 'via')");
            }
            weights += version.weight();
            if (!versions.add(version.name())) {
                throw new ScenarioException(
                        at + ".versions: '" + version.name() + "' twice (expected: different names)");
            }
        }
        if (weights <= 0) {
            throw new ScenarioException(at + ".versions: all weights are 0 (expected: at least one above 0)");
        }
        for (ServiceSpec.VersionSpec version : service.versions()) {
            checkCalls(at, service, version.calls());
        }
        MeshChecks.check(at, service);
    }

    private void checkTopic(Topic topic) throws ScenarioException {
        for (Consumer consumer : topic.consumers()) {
            String at = "topic '" + topic.name() + "', consumer '" + consumer.service() + "'";
            ServiceSpec service = scenario.services().get(consumer.service());
            if (service == null || service.gateway()) {
                throw unknown(at + ".service", consumer.service(), serviceNames(false), "a service");
            }
            requireAppSpans(at, service);
            checkCalls(at, service, consumer.calls());
        }
    }

    private void checkCalls(String at, ServiceSpec caller, List<CallSpec> calls) throws ScenarioException {
        for (int i = 0; i < calls.size(); i++) {
            CallSpec call = calls.get(i);
            String field = at + ".calls[" + i + "]";
            if (call.parallel() && i == 0) {
                throw new ScenarioException(
                        field + ".parallel: true (expected: false; there is no call before it to start with)");
            }
            ServiceSpec service = scenario.services().get(call.to());
            if (service != null && service.gateway()) {
                throw unknown(field + ".to", call.to(), names, "no gateway; it is told by 'via'");
            }
            TargetSpec target = scenario.targets().get(call.to());
            if (service == null && target == null) {
                throw unknown(field + ".to", call.to(), names, "a service, database, topic or external host");
            }
            if (target instanceof Database || target instanceof Topic) {
                requireAppSpans(field + ".to: '" + call.to() + "'", caller);
                requireNoRetries(field, call);
            }
            MeshChecks.checkCall(field, caller, call, service);
        }
    }

    private static void requireAppSpans(String at, ServiceSpec service) throws ScenarioException {
        if (!service.appSpans()) {
            throw new ScenarioException(at + ": service '" + service.name() + "' has no application spans"
                    + " (expected: app_spans: true; proxies see neither database operations nor messages)");
        }
    }

    private static void requireNoRetries(String at, CallSpec call) throws ScenarioException {
        if (call.retries() > 0) {
            throw new ScenarioException(at + ".retries: " + call.retries()
                    + " (expected: 0; the proxy retries requests to services and external hosts only)");
        }
    }

    /** Goes down the calls; a name that is met on its own way down would make traces without end. */
    private void findCycle(String name, List<String> way) throws ScenarioException {
        if (way.contains(name)) {
            List<String> cycle = new ArrayList<>(way.subList(way.indexOf(name), way.size()));
            cycle.add(name);
            throw new ScenarioException("calls: " + String.join(" -> ", cycle) + " (expected: no cycle)");
        }
        if (finished.contains(name)) {
            return;
        }
        way.add(name);
        ServiceSpec service = scenario.services().get(name);
        if (service != null) {
            for (ServiceSpec.VersionSpec version : service.versions()) {
                findCycles(version.calls(), way);
            }
        } else if (scenario.targets().get(name) instanceof Topic topic) {
            for (Consumer consumer : topic.consumers()) {
                findCycles(consumer.calls(), way);
            }
        }
        way.remove(way.size() - 1);
        finished.add(name);
    }

    private void findCycles(List<CallSpec> calls, List<String> way) throws ScenarioException {
        for (CallSpec call : calls) {
            findCycle(call.to(), way);
        }
    }

    private List<String> serviceNames(boolean gateways) {
        return scenario.services().values().stream()
                .filter(service -> service.gateway() == gateways)
                .map(ServiceSpec::name)
                .toList();
    }

    private static ScenarioException unknown(String field, String name, Collection<String> names, String expected) {
        return new ScenarioException(field + ": '" + name + "'" + NearestName.suggestion(name, names) + " (expected: "
                + expected + (names.isEmpty() ? "; there is none" : "; one of " + String.join(", ", names)) + ")");
    }
}
