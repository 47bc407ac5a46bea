/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.benign;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.incident.Incident;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.incident.SpecText;
import io.meshobservatory.cli.simulator.label.Label.Category;
import java.time.Duration;
import java.util.Map;

/**
 * A fault, change or background that is asked for. Immutable.
 *
 * @param kind what kind
 * @param text when, and to whom, as far as told
 */
public record BenignSpec(BenignKind kind, SpecText text) {
    public BenignSpec {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
    }

    /** One of a kind, with nothing else told. */
    public static BenignSpec of(BenignKind kind) {
        return new BenignSpec(kind, new SpecText(kind.name(), "", null, null, null, Map.of()));
    }

    /**
     * Reads {@code NAME[@START[+DURATION]][,source=...][,destination=...]}.
     *
     * @throws ScenarioException if it has another form
     */
    public static BenignSpec parse(String text) throws ScenarioException {
        SpecText spec = SpecText.parse(text);
        if (!spec.strength().isEmpty() || spec.option("variant") != null) {
            throw new ScenarioException(text + ": a strength or variant (expected: none; only attacks have them)");
        }
        return new BenignSpec(BenignKind.of(spec.name()), spec);
    }

    /**
     * Plans it for a mesh. Who takes part, as far as it is not told, is chosen by the seed.
     *
     * @param id unique in the simulation
     * @param scenario the mesh, with what others add to it
     * @param simulation when the mesh is simulated
     * @throws ScenarioException if the mesh has nothing that it could happen to, or a name in it is unknown
     */
    public Incident plan(String id, Scenario scenario, Period simulation, long seed) throws ScenarioException {
        Duration usual = kind.usualLength();
        boolean untimed = text.offset() == null && text.at() == null;
        boolean always = usual == null && untimed && kind != BenignKind.NEW_SERVICE;
        Period period = always ? simulation : text.period(simulation, usual == null ? simulation.length() : usual);
        IncidentBuilder builder = new IncidentBuilder(id, period, scenario);
        BenignContext context = new BenignContext(this, builder, simulation, seed);
        String description = kind.plan().plan(context);
        Category category = kind.isBackground() ? Category.BACKGROUND : Category.FAULT;
        return builder.build(category, kind.name(), "", "", description);
    }
}
