/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.Evidence;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what is known of a story as an alert. Stateless. */
final class StoryTeller {
    private static final int MAX_RESOURCES = 32;
    private static final int MAX_NAMES = 3;

    private StoryTeller() {}

    /**
     * The story as it stands.
     *
     * @param end what ended it, empty if it was quiet for long or if it goes on
     */
    static Alert tell(Story story, Activity activity, long nowMillis, String end) {
        double confidence = Certainty.confidence(story);
        return new Alert(
                story.id,
                story.revision,
                story.kind,
                activity,
                nowMillis,
                story.startMillis,
                story.endMillis,
                Certainty.severity(story, confidence),
                confidence,
                title(story),
                description(story, activity, end),
                Techniques.of(story),
                resources(story),
                story.evidence.stream().map(StoryTeller::evidence).toList(),
                BenignChecks.of(story),
                NextSteps.of(story),
                Certainty.analytic(story.kind, story.patterns.first()),
                null);
    }

    /** The same alert, with a reason why nobody is told, or none. */
    static Alert withSuppression(Alert alert, @Nullable String reason) {
        return reason == null
                ? alert
                : new Alert(
                        alert.id(),
                        alert.revision(),
                        alert.kind(),
                        alert.activity(),
                        alert.timeMillis(),
                        alert.startMillis(),
                        alert.endMillis(),
                        alert.severity(),
                        alert.confidence(),
                        alert.title(),
                        alert.description(),
                        alert.techniques(),
                        alert.resources(),
                        alert.evidence(),
                        alert.checks(),
                        alert.nextSteps(),
                        alert.analytic(),
                        reason);
    }

    private static String title(Story story) {
        String principal = Words.name(story.principal);
        return switch (story.kind) {
            case EXFILTRATION -> principal + " sends data to " + receivers(story);
            case LATERAL_MOVEMENT -> "Lateral movement from " + principal + ": " + path(story);
            case BEACONING ->
                principal + " calls " + Words.names(story.destinations, MAX_NAMES) + " at regular distances";
            case CREDENTIAL_ABUSE ->
                "Credentials are abused from " + Words.names(story.sources, MAX_NAMES) + " at "
                        + Words.names(story.destinations, MAX_NAMES);
            case POLICY_PROBING -> principal + " tries what policies allow";
            case MTLS_DOWNGRADE ->
                "Plain text from " + Words.names(story.sources, MAX_NAMES) + " to "
                        + Words.names(story.destinations, MAX_NAMES) + " where there was mutual TLS";
            case DDOS ->
                principal + " is kept from its work by "
                        + Words.names(without(story.sources, story.principal), MAX_NAMES);
            case ANOMALY -> principal + " behaves as it never did";
        };
    }

    private static String description(Story story, Activity activity, String end) {
        StringBuilder text = new StringBuilder();
        int told = story.evidence.size();
        long untold = story.signalCount - told;
        for (int i = 0; i < told; i++) {
            Signal signal = story.evidence.get(i);
            text.append(Words.clock(signal.startMillis()))
                    .append(' ')
                    .append(Words.sentence(signal))
                    .append(".\n");
            if (untold > 0 && i == told / 2 - 1) {
                text.append("... and ").append(untold).append(" more.\n");
            }
        }
        if (!story.absorbed.isEmpty()) {
            text.append("Part of it was told before as ")
                    .append(String.join(", ", story.absorbed))
                    .append(".\n");
        }
        if (activity == Activity.CLOSE) {
            text.append(end.isEmpty() ? "Nothing of it was seen since " + Words.clock(story.endMillis) + "." : end)
                    .append('\n');
        }
        return text.toString().strip();
    }

    /** The hops in the order of time, as far as they hang together. */
    private static String path(Story story) {
        LinkedHashSet<Node> chain = new LinkedHashSet<>();
        for (Signal signal : story.evidence) {
            if (signal.kind() == SignalKind.NEW_EDGE && signal.destination() != null) {
                chain.add(signal.source());
                chain.add(signal.destination());
            }
        }
        return chain.isEmpty()
                ? Words.names(story.destinations, MAX_NAMES)
                : String.join(" -> ", chain.stream().limit(8).map(Words::name).toList());
    }

    private static String receivers(Story story) {
        LinkedHashSet<Node> receivers = new LinkedHashSet<>();
        for (Signal signal : story.evidence) {
            if (signal.destination() != null && Kinds.isSending(signal.kind())) {
                receivers.add(signal.destination());
            }
        }
        return receivers.isEmpty() ? Words.names(story.destinations, MAX_NAMES) : Words.names(receivers, MAX_NAMES);
    }

    private static List<Node> resources(Story story) {
        LinkedHashSet<Node> nodes = new LinkedHashSet<>();
        nodes.add(story.principal);
        nodes.addAll(story.sources);
        nodes.addAll(story.destinations);
        return nodes.stream().limit(MAX_RESOURCES).toList();
    }

    private static List<Node> without(Collection<Node> nodes, Node one) {
        List<Node> others = new ArrayList<>(nodes);
        if (others.size() > 1) {
            others.remove(one);
        }
        return others;
    }

    private static Evidence evidence(Signal signal) {
        return new Evidence(
                signal.startMillis(),
                signal.endMillis(),
                signal.source(),
                signal.destination(),
                signal.protocol(),
                Words.sentence(signal),
                signal.measures(),
                signal.traceIds());
    }
}
