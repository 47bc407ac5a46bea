/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Landscape;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.label.Label.Role;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Origin;
import io.meshobservatory.cli.simulator.traffic.Pace;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Size;
import io.meshobservatory.cli.simulator.traffic.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code guess}: clients outside are refused (401) again and again, until they are let in; {@code inside}: the same by a
 * workload of the mesh (403); {@code stolen}: the identity of one workload is presented by others.
 */
final class CredentialAbuse implements AttackPlan {
    static final List<String> VARIANTS = List.of("guess", "inside", "stolen");

    /** The part of the time that is spent with guessing. */
    private static final double GUESSING = 0.7;

    @Override
    public Duration usualLength(Strength strength, String variant) {
        return strength.of(Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofMinutes(90));
    }

    @Override
    public String plan(AttackContext context) throws ScenarioException {
        return switch (context.variant()) {
            case "stolen" -> stolen(context);
            case "inside" -> inside(context);
            default -> guess(context);
        };
    }

    private static String guess(AttackContext context) throws ScenarioException {
        EntrySpec entry = context.entry();
        ServiceSpec service = context.builder().whole().service(entry.to());
        String via = String.valueOf(entry.via());
        String path = service.protocol() == ServiceSpec.Protocol.GRPC ? entry.path() : "/login";
        Question question = Question.of("POST", path, Size.around(180)).by("python-requests/2.32.5");
        attempt(context, Origin.internet(via), service, question, Verdict.JWT_DENIED);
        context.builder().resource(via, Role.INTERMEDIARY);
        context.builder().resource(service.name(), Role.VICTIM);
        return "clients outside guess credentials of " + service.name() + " until they are let in";
    }

    private static String inside(AttackContext context) throws ScenarioException {
        Landscape landscape = context.landscape();
        ServiceSpec source = context.source(
                service -> landscape.isSeenCalling(service)
                        && !callees(landscape, service).isEmpty(),
                "a service that calls another");
        String callee = context.destination(callees(landscape, source), "a service that " + source.name() + " calls");
        ServiceSpec service = context.builder().whole().service(callee);
        String path = service.protocol() == ServiceSpec.Protocol.GRPC ? "" : "/token";
        Question question = Question.of("POST", path, Size.around(180));
        attempt(context, Origin.service(source.name()), service, question, Verdict.RBAC_DENIED);
        context.builder().resource(source.name(), Role.ACTOR);
        context.builder().resource(callee, Role.VICTIM);
        return source.name() + " is refused by " + callee + " until it is let in";
    }

    private static List<String> callees(Landscape landscape, ServiceSpec source) {
        List<String> callees = new ArrayList<>(landscape.calleesOf(source.name()));
        callees.removeIf(name -> landscape.requestServices().stream()
                .noneMatch(service -> service.name().equals(name)));
        return callees;
    }

    private static void attempt(
            AttackContext context, Origin origin, ServiceSpec service, Question question, Verdict verdict) {
        Strength strength = context.strength();
        Period guessing = context.period().part(0, GUESSING);
        Period using = context.period().part(GUESSING, 1);
        double tries = strength.of(600.0, 60.0, 8.0) / 60;
        double uses = strength.of(60.0, 10.0, 4.0) / 60;
        Ending refused = Ending.answered(Size.around(200))
                .refusedBy("ns[" + service.namespace() + "]-policy[require-token]-rule[0]")
                .with(verdict, 1);
        IncidentBuilder builder = context.builder();
        builder.stream(
                "refused",
                origin,
                service.name(),
                Pace.poisson(guessing.fromMillis(), guessing.untilMillis(), tries),
                question,
                refused);
        builder.stream(
                "let-in",
                origin,
                service.name(),
                Pace.poisson(using.fromMillis(), using.untilMillis(), uses),
                question,
                Ending.answered(Size.around(2_500)));
    }

    private static String stolen(AttackContext context) throws ScenarioException {
        Landscape landscape = context.landscape();
        ServiceSpec owner = context.source(
                service -> landscape.isSeenCalling(service)
                        && !targets(landscape, service).isEmpty(),
                "a service that calls another under mutual TLS that telemetry tells of");
        String target = context.destination(targets(landscape, owner), "a service that " + owner.name() + " calls");
        ServiceSpec victim = context.builder().whole().service(target);
        List<ServiceSpec> thieves = new ArrayList<>(landscape.requestServices());
        thieves.removeIf(service -> service.name().equals(owner.name())
                || service.name().equals(target)
                || landscape.isCalling(service.name(), target)
                || !landscape.isSeenCalling(service)
                || !landscape.isSecured(service, victim));
        if (thieves.isEmpty()) {
            throw context.impossible("a service beside " + owner.name() + " that does not call " + target);
        }
        int count = Math.min(thieves.size(), context.strength().of(3, 2, 1));
        double perSecond = context.strength().of(60.0, 10.0, 2.0) / 60;
        IncidentBuilder builder = context.builder();
        builder.resource(owner.name(), Role.VICTIM);
        for (int i = 0; i < count; i++) {
            ServiceSpec thief = thieves.remove(context.random().nextInt(thieves.size()));
            var call = landscape.callOf(owner, target);
            Question question =
                    Question.of(call.method(), call.path(), Size.around(300)).as(landscape.principal(owner));
            Pace pace =
                    Pace.poisson(context.period().fromMillis(), context.period().untilMillis(), perSecond);
            builder.stream(
                    "stolen",
                    Origin.service(thief.name()),
                    target,
                    pace,
                    question,
                    Ending.answered(Size.around(victim.responseBytes())));
            builder.resource(thief.name(), Role.ACTOR);
        }
        builder.resource(target, Role.VICTIM);
        return "the identity of " + owner.name() + " is presented to " + target + " by " + count + " others";
    }

    private static List<String> targets(Landscape landscape, ServiceSpec owner) {
        List<String> targets = new ArrayList<>();
        for (ServiceSpec service : landscape.requestServices()) {
            boolean called = landscape.isCalling(owner.name(), service.name());
            if (called && landscape.isSecured(owner, service)) {
                targets.add(service.name());
            }
        }
        return targets;
    }
}
