/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.ResourceName;
import io.meshobservatory.core.graph.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One story as it was told: its first state, on which people act, and its last. Immutable.
 *
 * @param first the state in which it was told first
 * @param last the state with the greatest revision
 */
public record Told(Alert first, Alert last) {
    /** The stories of some states of alerts, in the order of their beginnings; suppressed ones told nobody. */
    public static List<Told> of(Collection<Alert> states) {
        Map<String, Told> stories = new HashMap<>();
        for (Alert state : states) {
            if (state.suppression() == null) {
                stories.merge(state.id(), new Told(state, state), Told::with);
            }
        }
        List<Told> ordered = new ArrayList<>(stories.values());
        ordered.sort(Comparator.comparingLong((Told story) -> story.first.timeMillis())
                .thenComparing(story -> story.first.id()));
        return List.copyOf(ordered);
    }

    private Told with(Told other) {
        return new Told(
                other.first.revision() < first.revision() ? other.first : first,
                other.last.revision() > last.revision() ? other.last : last);
    }

    /** Whether it names any of some nodes, written {@code cluster/namespace/name}. */
    boolean names(Set<String> resources) {
        for (Alert state : List.of(first, last)) {
            for (Node node : state.resources()) {
                if (resources.contains(ResourceName.of(node))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What it names, for people. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        last.resources().forEach(node -> names.add(ResourceName.of(node)));
        return names;
    }
}
