/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.benign;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.incident.Additions;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Landscape;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a plan of a benign incident works with. Not thread-safe. */
final class BenignContext {
    private static final Duration FOR_GOOD = Duration.ofDays(3_650);

    private final BenignSpec spec;
    private final IncidentBuilder builder;
    private final Period simulation;
    private final SeededRandom random;
    private Landscape landscape;

    BenignContext(BenignSpec spec, IncidentBuilder builder, Period simulation, long seed) {
        this.spec = spec;
        this.builder = builder;
        this.simulation = simulation;
        this.landscape = new Landscape(builder.whole());
        this.random = SeededRandom.of(seed, SeededRandom.hash(spec.kind().name()));
    }

    Period period() {
        return builder.period();
    }

    IncidentBuilder builder() {
        return builder;
    }

    Landscape landscape() {
        return landscape;
    }

    SeededRandom random() {
        return random;
    }

    void add(UnaryOperator<Scenario> change) {
        builder.add(change);
        landscape = new Landscape(builder.whole());
    }

    /** Changes something from the begin of the incident on. */
    void alterForGood(UnaryOperator<Scenario> change) {
        builder.alter(new Period(period().from(), simulation.until().plus(FOR_GOOD)), change);
    }

    /** Changes something at all times but those of the incident. */
    void alterElsewhere(UnaryOperator<Scenario> change) {
        builder.alter(new Period(Instant.EPOCH, period().from()), change);
        builder.alter(new Period(period().until(), simulation.until().plus(FOR_GOOD)), change);
    }

    /** Whether a begin was told. */
    boolean isTimed() {
        return spec.text().offset() != null || spec.text().at() != null;
    }

    /** How long it takes each time, of what happens every day. */
    Duration length(Duration usual) {
        Duration told = spec.text().length();
        return told == null ? usual : told;
    }

    /** A new service that watches or works: its name is free, and it sends spans if it asks databases. */
    String worker(String name, String namespace, boolean appSpans) {
        String free = Additions.free(builder.whole(), name);
        ServiceSpec service = Additions.service(builder.whole(), free, namespace, appSpans, List.of());
        add(scenario -> scenario.withService(service));
        return free;
    }

    /** The one that was asked for by an option, else one by chance. */
    String choose(String option, List<String> candidates, String expected) throws ScenarioException {
        String told = spec.text().option(option);
        if (told != null && !candidates.contains(told)) {
            throw new ScenarioException(spec.kind() + ": " + option + " '" + told + "' (expected: " + expected
                    + (candidates.isEmpty() ? "; there is none" : "; one of " + String.join(", ", candidates)) + ")");
        }
        if (candidates.isEmpty()) {
            throw new ScenarioException(spec.kind() + ": scenario '"
                    + builder.whole().name() + "' has nothing that it could happen to (expected: " + expected + ")");
        }
        return told != null ? told : candidates.get(random.nextInt(candidates.size()));
    }
}
