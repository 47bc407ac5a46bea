/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.benign;

import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.ErrorRates;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.label.Label.Role;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Origin;
import io.meshobservatory.cli.simulator.traffic.Pace;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Size;
import java.util.List;
import java.util.function.UnaryOperator;

/** What goes wrong, or is tried, for a while. Stateless. */
final class Faults {
    private static final double DEAD = 0.9;
    private static final double SLOWER = 8;
    private static final double STORM = 0.35;
    private static final int STORM_RETRIES = 3;
    private static final double LOAD_FACTOR = 7;
    private static final long RAMP_MILLIS = 60_000;
    private static final double FAILED_HANDSHAKES = 0.02;

    private Faults() {}

    static String deadDatabase(BenignContext context) throws ScenarioException {
        String store = context.choose("destination", context.landscape().stores(), "a data store that is asked");
        IncidentBuilder builder = context.builder();
        builder.alter(context.period(), scenario -> killed(scenario, store));
        for (ServiceSpec caller : context.landscape().callersOf(store)) {
            builder.step("failing", caller.name(), store, context.period());
        }
        builder.resource(store, Role.ACTOR);
        return store + " fails " + Math.round(100 * DEAD) + " % of what it is asked";
    }

    private static Scenario killed(Scenario scenario, String store) {
        if (scenario.targets().get(store) instanceof Database database) {
            return scenario.withTarget(database.failing(DEAD, SLOWER));
        }
        boolean tcp = scenario.service(store).protocol() == Protocol.TCP;
        return withErrors(scenario, store, rates -> tcp ? new ErrorRates(0, 0, DEAD, 0, 0) : rates.plusHttp5xx(DEAD));
    }

    static String retryStorm(BenignContext context) throws ScenarioException {
        List<String> called = context.landscape().requestServices().stream()
                .filter(service ->
                        !context.landscape().callersOf(service.name()).isEmpty())
                .map(ServiceSpec::name)
                .toList();
        String victim = context.choose("destination", called, "a service that others call");
        IncidentBuilder builder = context.builder();
        List<ServiceSpec> callers = context.landscape().callersOf(victim);
        builder.alter(context.period(), scenario -> {
            Scenario failing = withErrors(scenario, victim, rates -> rates.plusHttp5xx(STORM));
            for (ServiceSpec caller : callers) {
                failing = caller.hasEnvoy() ? retrying(failing, caller.name(), victim) : failing;
            }
            return failing;
        });
        callers.forEach(caller -> builder.step("retries", caller.name(), victim, context.period()));
        builder.resource(victim, Role.ACTOR);
        return victim + " fails " + Math.round(100 * STORM) + " % of its requests, which are tried up to "
                + (STORM_RETRIES + 1) + " times";
    }

    private static Scenario retrying(Scenario scenario, String caller, String callee) {
        ServiceSpec service = scenario.service(caller);
        return scenario.withService(service.withVersions(service.versions().stream()
                .map(version -> version.withCalls(version.calls().stream()
                        .map(call -> call.to().equals(callee) ? call.withRetries(STORM_RETRIES) : call)
                        .toList()))
                .toList()));
    }

    static String loadTest(BenignContext context) throws ScenarioException {
        List<EntrySpec> entries = context.landscape().publicEntries();
        String told = context.choose(
                "destination",
                entries.stream().map(EntrySpec::to).distinct().toList(),
                "a service that is entered through a gateway");
        IncidentBuilder builder = context.builder();
        for (EntrySpec entry : entries) {
            String via = entry.via();
            if (via == null || !entry.to().equals(told)) {
                continue;
            }
            Pace pace = Pace.poisson(
                            context.period().fromMillis(),
                            context.period().untilMillis(),
                            LOAD_FACTOR * entry.requestsPerSecond())
                    .ramping(Math.min(RAMP_MILLIS, context.period().length().toMillis() / 4));
            Size size = Size.around(builder.whole().service(told).requestBytes());
            Question question = Question.of(entry.method(), entry.path(), size).by("k6/1.3.0 (https://k6.io/)");
            builder.stream("load", Origin.internet(via), told, pace, question, Ending.usual());
        }
        builder.resource(told, Role.VICTIM);
        return "a load test asks " + told + " " + (int) LOAD_FACTOR + " times as much as clients at the peak";
    }

    static String certificateRotation(BenignContext context) {
        context.builder().alter(context.period(), scenario -> {
            Scenario rotating = scenario;
            for (ServiceSpec service : scenario.services().values()) {
                boolean proxied = service.hasProxySpans() && !service.gateway();
                rotating = proxied
                        ? withErrors(rotating, service.name(), rates -> rates.plusTlsFailure(FAILED_HANDSHAKES))
                        : rotating;
            }
            return rotating;
        });
        for (ServiceSpec service : context.landscape().requestServices()) {
            context.builder().resource(service.name(), Role.ACTOR);
        }
        return "all certificates are renewed; " + Math.round(100 * FAILED_HANDSHAKES) + " % of the handshakes fail";
    }

    static Scenario withErrors(Scenario scenario, String name, UnaryOperator<ErrorRates> change) {
        ServiceSpec service = scenario.service(name);
        return scenario.withService(service.withVersions(service.versions().stream()
                .map(version -> version.withErrors(change.apply(version.errors())))
                .toList()));
    }
}
