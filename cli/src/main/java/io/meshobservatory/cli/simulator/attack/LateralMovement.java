/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.incident.Additions;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
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
 * From a workload to the next, hop by hop. {@code probe}: before each hop, others are tried, and most of that is denied;
 * {@code denied}: the next workload itself refuses many times before it lets in; {@code quiet}: only the new edges show.
 */
final class LateralMovement implements AttackPlan {
    static final List<String> VARIANTS = List.of("probe", "denied", "quiet");

    private static final List<String> IDLE = List.of("admin-console", "config-vault", "legacy-billing", "build-runner");
    /** The part of a hop that is spent with trying. */
    private static final double TRYING = 0.2;

    @Override
    public Duration usualLength(Strength strength, String variant) {
        return spacing(strength).multipliedBy(hops(strength));
    }

    private static Duration spacing(Strength strength) {
        return strength.of(Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(45));
    }

    private static int hops(Strength strength) {
        return strength.of(4, 3, 3);
    }

    @Override
    public String plan(AttackContext context) throws ScenarioException {
        int hops = hops(context.strength());
        ServiceSpec first = first(context);
        List<ServiceSpec> chain = new ArrayList<>(List.of(first));
        while (chain.size() <= hops) {
            chain.add(next(context, chain));
        }
        IncidentBuilder builder = context.builder();
        builder.resource(first.name(), Role.ACTOR);
        for (int hop = 1; hop <= hops; hop++) {
            ServiceSpec from = chain.get(hop - 1);
            ServiceSpec to = chain.get(hop);
            Period time = context.period().part((double) (hop - 1) / hops, (double) hop / hops);
            trying(context, hop, chain, time.part(0, TRYING));
            // the way stays open until the end of the next hop
            double end = Math.min(1, (double) (hop + 1) / hops);
            Period open = new Period(
                    time.part(TRYING, 1).from(), context.period().part(0, end).until());
            double perMinute = context.strength().of(40.0, 10.0, 3.0);
            Pace pace = Pace.poisson(open.fromMillis(), open.untilMillis(), perMinute / 60);
            Question question = Question.of("POST", path(to, "/api/exec"), Size.around(900));
            builder.stream(
                    "hop-" + hop,
                    Origin.service(from.name()),
                    to.name(),
                    pace,
                    question,
                    Ending.answered(Size.around(4_000)));
            builder.resource(to.name(), hop < hops ? Role.INTERMEDIARY : Role.VICTIM);
        }
        return String.join(" -> ", chain.stream().map(ServiceSpec::name).toList());
    }

    /** Where nothing else is asked for, the attacker comes in where clients do. */
    private static ServiceSpec first(AttackContext context) throws ScenarioException {
        List<String> entered =
                context.landscape().publicEntries().stream().map(EntrySpec::to).toList();
        List<ServiceSpec> suited = context.landscape().requestServices().stream()
                .filter(context.landscape()::isSeenCalling)
                .toList();
        boolean enterable = suited.stream().anyMatch(service -> entered.contains(service.name()));
        boolean anywhere = !enterable || context.isSourceTold();
        return context.source(
                service -> suited.contains(service) && (anywhere || entered.contains(service.name())),
                "a service whose calls are seen");
    }

    /** Somebody whom the last one does not call; where there is nobody left, a service that was idle until now. */
    private static ServiceSpec next(AttackContext context, List<ServiceSpec> chain) {
        ServiceSpec last = chain.get(chain.size() - 1);
        List<ServiceSpec> candidates = context.landscape().requestServices().stream()
                .filter(service ->
                        chain.stream().noneMatch(known -> known.name().equals(service.name())))
                .filter(service -> !context.landscape().isCalling(last.name(), service.name()))
                .filter(context.landscape()::isSeenCalling)
                .toList();
        if (!candidates.isEmpty()) {
            return context.pick(candidates);
        }
        String name = Additions.free(context.builder().whole(), IDLE.get(chain.size() % IDLE.size()));
        ServiceSpec idle = Additions.service(context.builder().whole(), name, "platform-tools", false, List.of());
        context.add(scenario -> scenario.withService(idle));
        return idle;
    }

    private static void trying(AttackContext context, int hop, List<ServiceSpec> chain, Period time) {
        ServiceSpec from = chain.get(hop - 1);
        ServiceSpec to = chain.get(hop);
        Strength strength = context.strength();
        Ending refused =
                Ending.answered(Size.around(120)).refusedBy("ns[" + to.namespace() + "]-policy[allow-callers]-rule[0]");
        if (context.variant().equals("denied")) {
            int tries = strength.of(120, 40, 12);
            tryOne(context, "denied-" + hop, from, to, tries, time, refused.with(Verdict.RBAC_DENIED, 1));
            return;
        }
        if (context.variant().equals("quiet")) {
            return;
        }
        List<ServiceSpec> others = new ArrayList<>(context.landscape().requestServices());
        others.removeIf(service -> service.name().equals(from.name())
                || context.landscape().isCalling(from.name(), service.name())
                || service.name().equals(to.name()));
        int targets = Math.min(others.size(), strength.of(12, 5, 1));
        for (int i = 0; i < targets; i++) {
            ServiceSpec other = others.remove(context.random().nextInt(others.size()));
            int tries = strength.of(10, 4, 2);
            tryOne(context, "probe-" + hop, from, other, tries, time, refused.with(Verdict.RBAC_DENIED, 1));
        }
        int knocks = strength.of(10, 4, 2);
        tryOne(context, "probe-" + hop, from, to, knocks, time, refused.with(Verdict.RBAC_DENIED, 0.7));
    }

    private static void tryOne(
            AttackContext context,
            String step,
            ServiceSpec from,
            ServiceSpec to,
            int tries,
            Period time,
            Ending ending) {
        CallSpec call = context.landscape().callOf(from, to.name());
        Pace pace = Pace.exactly(tries, time.fromMillis(), time.untilMillis());
        Question question = Question.of(call.method(), path(to, "/admin"), Size.around(150));
        context.builder().stream(step, Origin.service(from.name()), to.name(), pace, question, ending);
    }

    /** gRPC's services are asked by their names. */
    private static String path(ServiceSpec to, String path) {
        return to.protocol() == ServiceSpec.Protocol.GRPC ? "" : path;
    }
}
