/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.benign;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.Rhythm;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.incident.Additions;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Landscape;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.label.Label.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What changes about a mesh, for a while or for good. Stateless. */
final class Changes {
    private static final Duration BURST = Duration.ofMinutes(3);
    private static final double BURST_ERRORS = 0.05;
    private static final double NEW_CALLS = 0.3;
    private static final double NEW_SERVICE_CALLS = 0.5;
    private static final int SCALE = 3;
    private static final double LOAD = 2;
    private static final int SAAS_USERS = 4;
    private static final double SAAS_CALLS = 0.05;

    private Changes() {}

    static String deploy(BenignContext context) throws ScenarioException {
        Landscape landscape = context.landscape();
        List<String> candidates = landscape.requestServices().stream()
                .filter(landscape::isBusy)
                .map(ServiceSpec::name)
                .toList();
        String name = context.choose("source", candidates, "a service that takes requests");
        ServiceSpec service = context.builder().whole().service(name);
        VersionSpec last = service.versions().get(service.versions().size() - 1);
        String version = nextVersion(service);
        List<CallSpec> calls = new ArrayList<>(last.calls());
        List<ServiceSpec> callees = newCallees(landscape, service);
        String callee = callees.isEmpty()
                ? ""
                : callees.get(context.random().nextInt(callees.size())).name();
        if (!callee.isEmpty()) {
            calls.add(new CallSpec(callee, NEW_CALLS, false, 0, true, "", ""));
        }
        VersionSpec made = new VersionSpec(version, 0, last.replicas(), last.latency(), last.errors(), calls);
        context.add(scenario -> scenario.withService(plus(scenario.service(name), made)));
        IncidentBuilder builder = context.builder();
        Period rollout = context.period();
        builder.alter(rollout, scenario -> weighted(scenario, name, version, true));
        Instant end = rollout.until();
        builder.alter(
                new Period(end, end.plus(Duration.ofDays(3_650))),
                scenario -> weighted(scenario, name, version, false));
        Instant calm = rollout.from().plus(BURST);
        Period burst = new Period(rollout.from(), calm.isBefore(end) ? calm : end);
        builder.alter(burst, scenario -> failing(scenario, name, version));
        builder.resource(name, Role.ACTOR);
        if (!callee.isEmpty()) {
            builder.step("new-edge", name, callee, rollout);
        }
        return version + " of " + name + " is rolled out" + (callee.isEmpty() ? "" : ", and calls " + callee);
    }

    private static String nextVersion(ServiceSpec service) {
        int number = service.versions().size() + 1;
        while (has(service, "v" + number)) {
            number++;
        }
        return "v" + number;
    }

    private static boolean has(ServiceSpec service, String version) {
        return service.versions().stream().anyMatch(known -> known.name().equals(version));
    }

    /** Whom it does not call yet, and who does not call it, so that calls come to an end. */
    private static List<ServiceSpec> newCallees(Landscape landscape, ServiceSpec service) {
        return landscape.requestServices().stream()
                .filter(other -> !other.name().equals(service.name()))
                .filter(other -> !landscape.isCalling(service.name(), other.name()))
                .filter(other -> !landscape.reaches(other.name(), service.name()))
                .filter(other -> landscape.isSeenCalling(service))
                .toList();
    }

    private static ServiceSpec plus(ServiceSpec service, VersionSpec version) {
        List<VersionSpec> versions = new ArrayList<>(service.versions());
        versions.add(version);
        return service.withVersions(versions);
    }

    /** While it is rolled out the new version has half of the requests, and then all. */
    private static Scenario weighted(Scenario scenario, String name, String version, boolean half) {
        ServiceSpec service = scenario.service(name);
        double sum =
                service.versions().stream().mapToDouble(VersionSpec::weight).sum();
        return scenario.withService(service.withVersions(service.versions().stream()
                .map(known -> known.name().equals(version)
                        ? known.withWeight(half ? sum : 1)
                        : known.withWeight(half ? known.weight() : 0))
                .toList()));
    }

    private static Scenario failing(Scenario scenario, String name, String version) {
        ServiceSpec service = scenario.service(name);
        return scenario.withService(service.withVersions(service.versions().stream()
                .map(known -> known.name().equals(version)
                        ? known.withErrors(known.errors().plusHttp5xx(BURST_ERRORS))
                        : known)
                .toList()));
    }

    static String autoscaling(BenignContext context) throws ScenarioException {
        List<String> entered = context.landscape().publicEntries().stream()
                .map(entry -> entry.to())
                .distinct()
                .toList();
        String name = context.choose("source", entered, "a service that is entered through a gateway");
        context.alterElsewhere(scenario -> scaled(scenario, name, false));
        context.add(scenario -> scaled(scenario, name, true));
        context.builder()
                .alter(
                        context.period(),
                        scenario -> scenario.withEntries(scenario.entries().stream()
                                .map(entry -> entry.to().equals(name)
                                        ? entry.withRequestsPerSecond(LOAD * entry.requestsPerSecond())
                                        : entry)
                                .toList()));
        context.builder().resource(name, Role.ACTOR);
        return name + " has " + LOAD + " times the load, and " + SCALE + " times the instances";
    }

    private static Scenario scaled(Scenario scenario, String name, boolean up) {
        ServiceSpec service = scenario.service(name);
        return scenario.withService(service.withVersions(service.versions().stream()
                .map(version ->
                        version.withReplicas(up ? version.replicas() * SCALE : Math.max(1, version.replicas() / SCALE)))
                .toList()));
    }

    static String newService(BenignContext context) throws ScenarioException {
        Landscape landscape = context.landscape();
        List<String> callers = landscape.requestServices().stream()
                .filter(service -> landscape.isSeenCalling(service))
                .filter(service -> !landscape.calleesOf(service.name()).isEmpty())
                .map(ServiceSpec::name)
                .toList();
        String caller = context.choose("source", callers, "a service that calls others");
        List<CallSpec> calls = landscape.requestServices().stream()
                .filter(service -> landscape.calleesOf(service.name()).isEmpty())
                .filter(service -> !landscape.reaches(service.name(), caller))
                .limit(1)
                .map(leaf -> new CallSpec(leaf.name(), 0.5, false, 0, true, "", ""))
                .toList();
        String name = Additions.free(context.builder().whole(), "loyalty");
        ServiceSpec service = Additions.service(context.builder().whole(), name, "growth", false, calls);
        context.add(scenario -> scenario.withService(service));
        // the call is there from the begin, so that nobody makes a cycle of it, and is made from now on
        CallSpec call = new CallSpec(name, 0, false, 0, true, "", "/points/{id}");
        context.add(scenario -> scenario.withService(Additions.calling(scenario.service(caller), call)));
        context.alterForGood(scenario -> using(scenario, caller, name));
        context.builder().step("new-edge", caller, name, context.period());
        calls.forEach(made -> context.builder().step("new-edge", name, made.to(), context.period()));
        context.builder().resource(name, Role.ACTOR);
        return caller + " calls " + name + ", which is new";
    }

    private static Scenario using(Scenario scenario, String caller, String callee) {
        ServiceSpec service = scenario.service(caller);
        return scenario.withService(service.withVersions(service.versions().stream()
                .map(version -> version.withCalls(version.calls().stream()
                        .map(call -> call.to().equals(callee) ? call.withProbability(NEW_SERVICE_CALLS) : call)
                        .toList()))
                .toList()));
    }

    static String saasCalls(BenignContext context) throws ScenarioException {
        Landscape landscape = context.landscape();
        List<String> users = landscape.requestServices().stream()
                .filter(landscape::isSeenOutside)
                .filter(landscape::isBusy)
                .map(ServiceSpec::name)
                .limit(SAAS_USERS)
                .toList();
        context.choose("source", users, "a service whose calls outside are seen");
        String host = Additions.free(context.builder().whole(), "api.crm-cloud.example.com");
        context.add(scenario -> scenario.withTarget(Additions.host(host, false)));
        CallSpec call = new CallSpec(host, SAAS_CALLS, false, 0, true, "POST", "/v3/contacts");
        for (String user : users) {
            context.alterForGood(scenario -> scenario.withService(Additions.calling(scenario.service(user), call)));
            context.builder().step("saas", user, host, context.period());
            context.builder().resource(user, Role.ACTOR);
        }
        context.builder().resource(host, Role.SINK);
        return users.size() + " services call " + host;
    }

    static String rhythm(BenignContext context) {
        Rhythm rhythm = new Rhythm(14, 3, 0.3, 0.6, 0.1, ZoneOffset.UTC);
        context.alterForGood(scenario -> scenario.withEntries(scenario.entries().stream()
                .map(entry -> entry.rhythm().troughFactor() == 1 ? entry.withRhythm(rhythm) : entry)
                .toList()));
        return "load is highest at 14 h and lowest at 3 h UTC, and less at the weekend";
    }
}
