/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import io.meshobservatory.cli.detect.Detection;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import io.meshobservatory.cli.simulator.rows.MinuteRows;
import io.meshobservatory.cli.simulator.rows.RowSimulator;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.Evidence;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs the trials of a suite through the detection topology, and judges what is told. */
public final class DetectBench {
    private static final int MAX_EVIDENCE = 6;

    private final Suite suite;
    private final int seeds;
    private final DetectionConfig config;
    private final Consumer<String> progress;
    private final Scoreboard board = new Scoreboard();

    /**
     * @param seeds how many trials of each kind, at least one
     * @param progress is told after each trial, and of each attack missed and each false alert
     */
    public DetectBench(Suite suite, int seeds, DetectionConfig config, Consumer<String> progress) {
        this.suite = suite;
        this.seeds = seeds;
        this.config = config;
        this.progress = progress;
    }

    /**
     * Runs the trials.
     *
     * @param only the kinds of trials that are wanted, {@code attacks}, {@code faults}, {@code benign}; empty for all
     * @param parallelism over how many subtasks each is spread
     * @throws Exception whatever the job throws
     */
    public void run(Set<String> only, int parallelism) throws Exception {
        Predicate<Trial> wanted =
                trial -> only.isEmpty() || only.contains(trial.kind().label());
        for (Trial trial : suite.trials(seeds)) {
            if (wanted.test(trial)) {
                run(trial, parallelism);
            }
        }
    }

    /** The figures, for people. */
    public String table() {
        return BoardText.table(board);
    }

    /** The figures, as one JSON object in one line. */
    public String json() {
        return BoardText.json(board, suite, seeds, config.toString());
    }

    private void run(Trial trial, int parallelism) throws Exception {
        SimulationPlan plan = trial.plan();
        List<EdgeRow> edges = new ArrayList<>();
        List<FactRow> facts = new ArrayList<>();
        for (MinuteRows minute : new RowSimulator(plan)) {
            edges.addAll(minute.edges());
            facts.addAll(minute.facts());
        }
        List<Alert> alerts = Detection.run(edges.iterator(), facts.iterator(), List.of(), config, parallelism);
        Judge judge = Judge.of(plan.labels(), Told.of(alerts));
        board.add(trial, trial.mesh().services().size(), judge);
        progress.accept(trial.describe() + ": " + edges.size() + " rows, "
                + judge.verdicts().stream().filter(Verdict::isFound).count() + " of "
                + judge.verdicts().size() + " attacks found, "
                + judge.falseAlerts().size() + " false alerts");
        judge.verdicts().forEach(this::tell);
        judge.falseAlerts().forEach(this::tell);
    }

    private void tell(Verdict verdict) {
        Label label = verdict.label();
        String attack = label.strength() + " " + label.kind() + " (" + label.variant() + ")";
        progress.accept(
                verdict.isFound()
                        ? "  found " + attack + " in window " + Math.round(verdict.windows())
                                + (verdict.isBeforeThirdHop() ? "" : ", after its third hop")
                        : "  missed " + attack + " from " + label.start() + " to " + label.end() + ": "
                                + label.description() + "; told of it: "
                                + verdict.others().stream()
                                        .map(story -> story.last().kind().name())
                                        .toList());
    }

    /** The figures by which somebody can see why it was told. */
    private void tell(Evidence evidence) {
        StringJoiner figures = new StringJoiner(", ");
        evidence.measures()
                .forEach(measure -> figures.add(String.format(
                        Locale.ROOT,
                        "%s %.4g (usual: %.4g)",
                        measure.feature(),
                        measure.observed(),
                        measure.expected())));
        progress.accept(
                "    " + Instant.ofEpochMilli(evidence.startMillis()) + " " + evidence.summary() + "; " + figures);
    }

    private void tell(Told story) {
        Alert alert = story.last();
        progress.accept("  false " + alert.kind() + " at "
                + Instant.ofEpochMilli(story.first().timeMillis()) + " on " + story.names() + ": " + alert.title());
        alert.evidence().stream().limit(MAX_EVIDENCE).forEach(this::tell);
    }
}
