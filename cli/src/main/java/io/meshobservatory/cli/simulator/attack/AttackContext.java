/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.incident.Additions;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Landscape;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a plan of an attack works with. Not thread-safe. */
final class AttackContext {
    private final AttackSpec spec;
    private final IncidentBuilder builder;
    private final SeededRandom random;
    private Landscape landscape;

    AttackContext(AttackSpec spec, IncidentBuilder builder, long seed) {
        this.spec = spec;
        this.builder = builder;
        this.landscape = new Landscape(builder.whole());
        this.random =
                SeededRandom.of(seed, SeededRandom.hash(spec.kind() + "/" + spec.variant() + "/" + spec.strength()));
    }

    Strength strength() {
        return spec.strength();
    }

    String variant() {
        return spec.variant();
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

    /** Adds to the mesh, which the landscape then shows. */
    void add(UnaryOperator<Scenario> change) {
        builder.add(change);
        landscape = new Landscape(builder.whole());
    }

    /** One of several by chance. */
    <T> T pick(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }

    /**
     * The service that acts: the one that was asked for, else one by chance.
     *
     * @param suited who can
     * @param expected who can, for people
     */
    ServiceSpec source(Predicate<ServiceSpec> suited, String expected) throws ScenarioException {
        List<ServiceSpec> candidates =
                landscape.requestServices().stream().filter(suited).toList();
        String told = spec.text().option("source");
        if (told != null) {
            return candidates.stream()
                    .filter(service -> service.name().equals(told))
                    .findFirst()
                    .orElseThrow(() -> unsuited("source", told, names(candidates), expected));
        }
        if (candidates.isEmpty()) {
            throw impossible(expected);
        }
        return pick(candidates);
    }

    /** Whether it is told who acts. */
    boolean isSourceTold() {
        return spec.text().option("source") != null;
    }

    /** What is asked for as destination; null if nothing is. */
    @Nullable
    String destination() {
        return spec.text().option("destination");
    }

    /** The destination that was asked for, else one by chance. */
    String destination(List<String> candidates, String expected) throws ScenarioException {
        String told = destination();
        if (told != null) {
            if (!candidates.contains(told)) {
                throw unsuited("destination", told, candidates, expected);
            }
            return told;
        }
        if (candidates.isEmpty()) {
            throw impossible(expected);
        }
        return pick(candidates);
    }

    /** The entry that is attacked: one of the destination that was asked for, else one by chance. */
    EntrySpec entry() throws ScenarioException {
        List<EntrySpec> entries = landscape.publicEntries();
        List<String> services = entries.stream().map(EntrySpec::to).distinct().toList();
        String service = destination(services, "a service that is entered through a gateway");
        List<EntrySpec> matching = new ArrayList<>(entries);
        matching.removeIf(entry -> !entry.to().equals(service));
        return pick(matching);
    }

    /** A host outside that nobody calls: the one that was asked for, else a new one. */
    String rareHost(List<String> names) {
        String told = destination();
        if (told != null && builder.whole().targets().containsKey(told)) {
            return told;
        }
        String name = told != null && told.indexOf('.') > 0 ? told : Additions.free(builder.whole(), pick(names));
        boolean passthrough = random.chance(0.5);
        add(scenario -> scenario.withTarget(Additions.host(name, passthrough)));
        return name;
    }

    ScenarioException impossible(String expected) {
        return new ScenarioException(spec.kind() + ": scenario '"
                + builder.whole().name() + "' has nothing to do it to (expected: " + expected + ")");
    }

    private ScenarioException unsuited(String option, String told, Collection<String> candidates, String expected) {
        return new ScenarioException(spec.kind() + ": " + option + " '" + told + "' (expected: " + expected
                + (candidates.isEmpty() ? "; there is none" : "; one of " + String.join(", ", candidates)) + ")");
    }

    private static List<String> names(List<ServiceSpec> services) {
        return services.stream().map(ServiceSpec::name).toList();
    }
}
