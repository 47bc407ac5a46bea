/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.StatedEdge;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A scenario's own statement of who calls whom, the section {@code graph}. It is compared with what the calls of the
 * services make, so that a reader can rely on it. Stateless.
 */
final class GraphStatement {
    private GraphStatement() {}

    /** Compares the section with the scenario; without the section there is nothing to compare. */
    static void check(List<ScenarioFields> stated, Scenario scenario) throws ScenarioException {
        List<StatedEdge> made = new ArrayList<>(ScenarioGraph.of(scenario));
        // counters of callers that nobody can tell are stated by the edge with the caller's address
        made.removeIf(edge -> edge.from().equals(SimulatedNode.UNKNOWN));
        for (ScenarioFields item : stated) {
            StatedEdge edge = take(made, item);
            checkKind(item, "from_kind", edge.edge().source());
            checkKind(item, "to_kind", edge.edge().destination());
            checkVersions(item, "from_versions", edge, VersionPair::source);
            checkVersions(item, "to_versions", edge, VersionPair::destination);
            checkSignals(item, edge);
            item.rejectUnknown();
        }
        if (!made.isEmpty()) {
            throw new ScenarioException("graph: " + made.get(0) + " is missing"
                    + (made.size() == 1 ? "" : ", and " + (made.size() - 1) + " more")
                    + " (expected: every edge that entries and calls make)");
        }
    }

    private static StatedEdge take(List<StatedEdge> made, ScenarioFields item) throws ScenarioException {
        String from = item.text("from");
        String to = item.text("to");
        String protocol = item.text("protocol", "http");
        for (StatedEdge edge : made) {
            if (edge.from().equals(from)
                    && edge.to().equals(to)
                    && edge.edge().protocol().equals(protocol)) {
                made.remove(edge);
                return edge;
            }
        }
        throw item.mismatch(
                "from",
                "an edge that the calls make, each once; " + from + " calls " + called(made, from) + ", but not " + to
                        + " by " + protocol);
    }

    private static String called(Collection<StatedEdge> made, String from) {
        String names = made.stream()
                .filter(edge -> edge.from().equals(from))
                .map(edge -> edge.to() + " by " + edge.edge().protocol())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "nobody else" : names;
    }

    private static void checkKind(ScenarioFields item, String field, SimulatedNode node) throws ScenarioException {
        String kind = node.kind().name();
        if (!item.text(field, kind).equals(kind)) {
            throw item.mismatch(field, kind);
        }
    }

    private static void checkVersions(
            ScenarioFields item, String field, StatedEdge edge, Function<VersionPair, String> side)
            throws ScenarioException {
        Set<String> versions = edge.versions().stream().map(side).collect(Collectors.toCollection(TreeSet::new));
        if (item.has(field) && !versions.equals(new TreeSet<>(item.texts(field)))) {
            throw item.mismatch(field, "[" + String.join(", ", versions) + "]");
        }
    }

    private static void checkSignals(ScenarioFields item, StatedEdge edge) throws ScenarioException {
        if (item.has("seen_in") && !signals(item, "seen_in").equals(edge.seenIn())) {
            throw item.mismatch(
                    "seen_in", edge.seenIn().stream().map(Signal::label).collect(Collectors.joining(", ", "[", "]")));
        }
    }

    /** A list of signals. */
    static Set<Signal> signals(ScenarioFields fields, String field) throws ScenarioException {
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        for (String label : fields.texts(field)) {
            signals.add(Signal.ofLabel(label)
                    .orElseThrow(() -> fields.mismatch(field, "some of " + String.join(", ", Signal.labels()))));
        }
        return signals;
    }
}
