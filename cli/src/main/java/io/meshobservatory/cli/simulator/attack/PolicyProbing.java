/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

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
import java.util.ArrayList;
import java.util.List;

/** One workload asks many services for many paths, most of which is denied. */
final class PolicyProbing implements AttackPlan {
    static final List<String> VARIANTS = List.of("paths");

    private static final List<String> PATHS = List.of(
            "/admin",
            "/actuator/env",
            "/internal/users",
            "/debug/pprof/heap",
            "/api/v1/secrets",
            "/.git/config",
            "/metrics/raw",
            "/console",
            "/api/v1/tokens",
            "/config/dump",
            "/backup",
            "/graphql");

    @Override
    public Duration usualLength(Strength strength, String variant) {
        return strength.of(Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofHours(2));
    }

    @Override
    public String plan(AttackContext context) throws ScenarioException {
        ServiceSpec source =
                context.source(service -> context.landscape().isSeenCalling(service), "a service whose calls are seen");
        List<ServiceSpec> targets = new ArrayList<>(context.landscape().requestServices());
        targets.removeIf(service -> service.name().equals(source.name()));
        if (targets.isEmpty()) {
            throw context.impossible("a second service");
        }
        Strength strength = context.strength();
        int count = Math.min(targets.size(), strength.of(40, 6, 3));
        double perSecond = strength.of(600.0, 60.0, 4.0) / 60 / count;
        List<String> paths = PATHS.subList(0, strength.of(12, 8, 4));
        IncidentBuilder builder = context.builder();
        builder.resource(source.name(), Role.ACTOR);
        for (int i = 0; i < count; i++) {
            ServiceSpec target = targets.remove(context.random().nextInt(targets.size()));
            Question question = Question.of("GET", "", Size.NONE);
            boolean http = target.protocol() == ServiceSpec.Protocol.HTTP;
            Ending ending = Ending.answered(Size.around(300))
                    .refusedBy("ns[" + target.namespace() + "]-policy[allow-callers]-rule[0]")
                    .with(Verdict.RBAC_DENIED, strength.of(0.97, 0.9, 0.8));
            Pace pace =
                    Pace.poisson(context.period().fromMillis(), context.period().untilMillis(), perSecond);
            builder.stream(
                    "probe",
                    Origin.service(source.name()),
                    target.name(),
                    pace,
                    http ? question.withPaths(paths) : Question.of("", "", Size.around(60)),
                    ending);
            builder.resource(target.name(), Role.VICTIM);
        }
        return source.name() + " probes " + count + " services on up to " + paths.size() + " paths";
    }
}
