/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of one story: what is known of it now. A later state has the same id and a greater revision. Immutable.
 *
 * @param id a hash of what the story is about, in hexadecimal: the same however often it is computed
 * @param revision counts the states of the story from 1
 * @param kind what it is about
 * @param activity whether this is the first state, a later one, or the last
 * @param timeMillis event time at which this state became known, milliseconds since the epoch
 * @param startMillis when the story began: the beginning of its earliest window
 * @param endMillis when it was last seen: the end of its latest window
 * @param severity how grave
 * @param confidence how sure, 0 to 1
 * @param title one line for people
 * @param description what happened, in order, for people
 * @param techniques of ATT&CK; empty for {@link AlertKind#ANOMALY}
 * @param resources the nodes that it is about, the first of them the one to look at first; never empty
 * @param evidence what was seen, in the order of time; bounded, with the first and the latest kept
 * @param checks harmless explanations that were looked into
 * @param nextSteps what to look at next
 * @param analytic which pattern or model found it, as {@code exfiltration/2}
 * @param suppression the reason why nobody is told, null if people are told
 */
public record Alert(
        String id,
        int revision,
        AlertKind kind,
        Activity activity,
        long timeMillis,
        long startMillis,
        long endMillis,
        Severity severity,
        double confidence,
        String title,
        String description,
        List<Technique> techniques,
        List<Node> resources,
        List<Evidence> evidence,
        List<BenignCheck> checks,
        List<String> nextSteps,
        String analytic,
        @Nullable String suppression) {
    public Alert {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(activity, "activity");
        requireNonNull(severity, "severity");
        requireNonNull(title, "title");
        requireNonNull(description, "description");
        techniques = List.copyOf(techniques);
        resources = List.copyOf(resources);
        evidence = List.copyOf(evidence);
        checks = List.copyOf(checks);
        nextSteps = List.copyOf(nextSteps);
        requireNonNull(analytic, "analytic");
        if (resources.isEmpty()) {
            throw new IllegalArgumentException("alert " + id + " names no resource (expected: at least one)");
        }
    }
}
