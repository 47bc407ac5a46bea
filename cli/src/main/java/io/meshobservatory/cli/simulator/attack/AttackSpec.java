/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.incident.Incident;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.incident.SpecText;
import io.meshobservatory.cli.simulator.label.Label;

/**
 * An attack that is asked for. Immutable.
 *
 * @param kind what kind
 * @param strength how openly
 * @param variant one of {@link AttackKind#variants()}
 * @param text when, from where and to where, as far as told
 */
public record AttackSpec(AttackKind kind, Strength strength, String variant, SpecText text) {
    public AttackSpec {
        requireNonNull(kind, "kind");
        requireNonNull(strength, "strength");
        requireNonNull(variant, "variant");
        requireNonNull(text, "text");
    }

    /**
     * Reads {@code KIND[:STRENGTH][@START[+DURATION]][,source=...][,destination=...][,variant=...]}.
     *
     * @throws ScenarioException if it has another form
     */
    public static AttackSpec parse(String text) throws ScenarioException {
        SpecText spec = SpecText.parse(text);
        AttackKind kind = AttackKind.of(spec.name());
        Strength strength = Strength.of(spec.strength());
        String told = spec.option("variant");
        String variant = told == null ? kind.variants().get(0) : told;
        if (!kind.variants().contains(variant)) {
            throw new ScenarioException(
                    text + ": variant '" + variant + "' (expected: one of " + String.join(", ", kind.variants()) + ")");
        }
        return new AttackSpec(kind, strength, variant, spec);
    }

    /**
     * Plans it for a mesh. Who takes part, as far as it is not told, is chosen by the seed.
     *
     * @param id unique in the simulation
     * @param scenario the mesh, with what others add to it
     * @param simulation when the mesh is simulated
     * @throws ScenarioException if the mesh has nothing that it could be done to, or a name in it is unknown
     */
    public Incident plan(String id, Scenario scenario, Period simulation, long seed) throws ScenarioException {
        Period period = text.period(simulation, kind.plan().usualLength(strength, variant));
        IncidentBuilder builder = new IncidentBuilder(id, period, scenario);
        String description = kind.plan().plan(new AttackContext(this, builder, seed));
        return builder.build(Label.Category.ATTACK, kind.name(), variant, strength.label(), description);
    }
}
