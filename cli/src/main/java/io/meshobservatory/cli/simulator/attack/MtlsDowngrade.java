/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Landscape;
import io.meshobservatory.cli.simulator.label.Label.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls over an edge that was under mutual TLS come in plain text: all of them, or a part. */
final class MtlsDowngrade implements AttackPlan {
    static final List<String> VARIANTS = List.of("edge");

    /** Fewer calls than this in a minute, and nobody could tell what a careful attacker does. */
    private static final double LEAST_PER_MINUTE = 5;

    @Override
    public Duration usualLength(Strength strength, String variant) {
        return strength.of(Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofHours(2));
    }

    @Override
    public String plan(AttackContext context) throws ScenarioException {
        Landscape landscape = context.landscape();
        ServiceSpec source = context.source(
                service -> !targets(landscape, service).isEmpty(),
                "a service that calls another under mutual TLS that telemetry tells of");
        String target = context.destination(targets(landscape, source), "a service that " + source.name() + " calls");
        double share = context.strength().of(1.0, 0.3, 0.05);
        IncidentBuilder builder = context.builder();
        builder.alter(context.period(), scenario -> downgraded(scenario, source.name(), target, share));
        builder.step("plain-text", source.name(), target, context.period());
        builder.resource(source.name(), Role.ACTOR);
        builder.resource(target, Role.VICTIM);
        return Math.round(100 * share) + " % of the calls of " + source.name() + " to " + target + " are in plain text";
    }

    private static Scenario downgraded(Scenario scenario, String from, String to, double share) {
        ServiceSpec service = scenario.service(from);
        return scenario.withService(service.withVersions(service.versions().stream()
                .map(version -> version.withCalls(version.calls().stream()
                        .map(call -> call.to().equals(to) ? call.withPlainText(share) : call)
                        .toList()))
                .toList()));
    }

    private static List<String> targets(Landscape landscape, ServiceSpec source) {
        List<String> targets = new ArrayList<>();
        for (ServiceSpec service : landscape.requestServices()) {
            boolean busy = landscape.perMinute(source.name(), service.name()) >= LEAST_PER_MINUTE;
            if (busy && landscape.isSecured(source, service)) {
                targets.add(service.name());
            }
        }
        return targets;
    }
}
