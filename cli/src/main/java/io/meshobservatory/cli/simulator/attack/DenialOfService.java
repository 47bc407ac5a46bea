/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.label.Label.Role;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Origin;
import io.meshobservatory.cli.simulator.traffic.Pace;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Size;
import io.meshobservatory.cli.simulator.traffic.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * Clients outside take the capacity of a service. {@code flood}: many requests; {@code slow}: requests that hold their
 * connections; {@code expensive}: few requests that each take much work.
 */
final class DenialOfService implements AttackPlan {
    static final List<String> VARIANTS = List.of("flood", "slow", "expensive");

    private static final long RAMP_MILLIS = 20_000;
    private static final long HOLD_MILLIS = 40_000;
    private static final String TOOL = "Go-http-client/1.1";

    @Override
    public Duration usualLength(Strength strength, String variant) {
        return strength.of(Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofMinutes(30));
    }

    @Override
    public String plan(AttackContext context) throws ScenarioException {
        EntrySpec entry = context.entry();
        ServiceSpec service = context.builder().whole().service(entry.to());
        String via = String.valueOf(entry.via());
        double usual = entry.requestsPerSecond();
        Strength strength = context.strength();
        String description;
        switch (context.variant()) {
            case "slow" -> {
                double perSecond = strength.of(5.0, 1.5, 0.4);
                Question question = Question.of("POST", path(service, entry, "/upload"), Size.around(300));
                Ending held = Ending.answered(Size.around(100)).holding(HOLD_MILLIS);
                send(context, entry, perSecond, question, held);
                description = perSecond + " requests in a second that hold on to " + service.name() + " for some "
                        + HOLD_MILLIS / 1_000 + " s each";
            }
            case "expensive" -> {
                double perSecond = Math.max(strength.of(2.0, 1.0, 0.5), strength.of(1.0, 0.5, 0.25) * usual);
                double work = service.versions().get(0).latency().p50Millis();
                long millis = Math.max(300, Math.round(strength.of(60, 30, 15) * work));
                Question question = Question.of("GET", path(service, entry, "/search/all"), Size.NONE);
                Ending heavy = new Ending(Ending.usual().shares(), Size.NONE, millis, true, "none");
                send(context, entry, perSecond, question, heavy);
                description = perSecond + " requests in a second for a path that takes " + service.name() + " some "
                        + millis + " ms";
            }
            default -> {
                double perSecond = Math.max(strength.of(20.0, 8.0, 3.0), strength.of(20.0, 8.0, 3.0) * usual);
                Question question = Question.of(entry.method(), entry.path(), Size.around(service.requestBytes()));
                Ending flooded = Ending.usual().with(Verdict.OVERFLOW, strength.of(0.2, 0.05, 0.01));
                send(context, entry, perSecond, question, flooded);
                description = perSecond + " requests in a second to " + service.name() + ", which has " + usual
                        + " at its peak";
            }
        }
        context.builder().resource(via, Role.INTERMEDIARY);
        context.builder().resource(service.name(), Role.VICTIM);
        return description;
    }

    private static void send(
            AttackContext context, EntrySpec entry, double perSecond, Question question, Ending ending) {
        IncidentBuilder builder = context.builder();
        Pace pace = Pace.poisson(context.period().fromMillis(), context.period().untilMillis(), perSecond)
                .ramping(Math.min(RAMP_MILLIS, context.period().length().toMillis() / 4));
        builder.stream(
                context.variant(),
                Origin.internet(String.valueOf(entry.via())),
                entry.to(),
                pace,
                question.by(TOOL),
                ending);
    }

    private static String path(ServiceSpec service, EntrySpec entry, String path) {
        return service.protocol() == ServiceSpec.Protocol.GRPC ? entry.path() : path;
    }
}
