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
import java.time.Duration;
import java.util.List;

/** A workload asks a host outside, which nobody else asks, for orders: regularly, with as much jitter as it hides by. */
final class Beaconing implements AttackPlan {
    static final List<String> VARIANTS = List.of("https");

    private static final List<String> HOSTS =
            List.of("sync.update-check.example.net", "edge.telemetry-hub.example.net", "ns.time-relay.example.org");

    @Override
    public Duration usualLength(Strength strength, String variant) {
        return strength.of(Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(12));
    }

    @Override
    public String plan(AttackContext context) throws ScenarioException {
        ServiceSpec source = context.source(
                service -> context.landscape().isSeenOutside(service), "a service whose calls outside are seen");
        String host = context.rareHost(HOSTS);
        Strength strength = context.strength();
        long periodMillis = strength.of(30_000L, 60_000L, 300_000L);
        double jitter = strength.of(0.02, 0.15, 0.3);
        double spread = strength.of(0.0, 0.1, 0.3);
        Pace pace = Pace.regular(context.period().fromMillis(), context.period().untilMillis(), periodMillis, jitter);
        Question question = Question.of("POST", "/api/v2/status", new Size(220, spread));
        IncidentBuilder builder = context.builder();
        builder.stream(
                "beacon", Origin.service(source.name()), host, pace, question, Ending.answered(new Size(120, spread)));
        builder.resource(source.name(), Role.ACTOR);
        builder.resource(host, Role.SINK);
        return source.name() + " calls " + host + " every " + periodMillis / 1_000 + " s, with a jitter of "
                + Math.round(100 * jitter) + " %";
    }
}
