/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.SignalKind;
import java.util.Map;

/**
 * How sure a story is, and how grave.
 *
 * <p>Each kind of signal speaks for the story independently of the others, as far as its weight goes: confidence is one minus
 * the product of what each leaves open (noisy-or; Pearl 1988, 4.3.2). The weight is what one signal of full strength is worth
 * alone; it is below one, since a single signal may have a reason that nobody thought of.
 */
final class Certainty {
    private static final double MOST = 0.99;
    /** From how many workloads on a thing that many do at once is rather something that happens to the mesh. */
    private static final int CROWD = 8;

    private static final double CROWD_FACTOR = 0.6;

    private Certainty() {}

    /** 0 to 0.99. */
    static double confidence(Story story) {
        double open = 1;
        for (Map.Entry<SignalKind, Double> strength : story.strengths().entrySet()) {
            open *= 1 - weight(strength.getKey()) * Math.min(1, Math.max(0, strength.getValue()));
        }
        // the same seen again and again is more than seen once, and less than something else
        double again = 1 - Math.pow(0.8, (double) Math.min(5, story.signalCount - 1));
        open *= 1 - 0.5 * again;
        double confidence = Math.min(MOST, 1 - open);
        return story.crowd > CROWD && !isOfMany(story.kind) ? confidence * CROWD_FACTOR : confidence;
    }

    /** Of some attacks it is the nature that many take part, or many are tried. */
    private static boolean isOfMany(AlertKind kind) {
        return kind == AlertKind.DDOS || kind == AlertKind.CREDENTIAL_ABUSE;
    }

    /** How grave it is: by kind, by how sure it is, and by what it reached. */
    static Severity severity(Story story, double confidence) {
        boolean sure = confidence >= 0.85;
        return switch (story.kind) {
            case EXFILTRATION -> readBefore(story) && sure ? Severity.CRITICAL : Severity.HIGH;
            case LATERAL_MOVEMENT -> reachedData(story) && sure ? Severity.CRITICAL : Severity.HIGH;
            case DDOS -> sure ? Severity.HIGH : Severity.MEDIUM;
            case CREDENTIAL_ABUSE ->
                story.strengths().containsKey(SignalKind.LOGIN_AFTER_REFUSALS) ? Severity.HIGH : Severity.MEDIUM;
            case BEACONING, MTLS_DOWNGRADE -> sure ? Severity.HIGH : Severity.MEDIUM;
            case POLICY_PROBING -> Severity.MEDIUM;
            case ANOMALY -> Severity.LOW;
        };
    }

    private static boolean readBefore(Story story) {
        return story.strengths().containsKey(SignalKind.UNUSUAL_READ);
    }

    private static boolean reachedData(Story story) {
        return story.destinations.stream().anyMatch(node -> node.kind() == NodeKind.DATABASE);
    }

    private static double weight(SignalKind kind) {
        return switch (kind) {
            case NEW_EDGE, NEW_HOST -> 0.45;
            case NEW_OPERATION -> 0.3;
            case DENIED, PROBE -> 0.6;
            case UNUSUAL_READ -> 0.5;
            case UPLOAD, SLOW_UPLOAD -> 0.7;
            case REGULAR_CALLS -> 0.7;
            case REFUSED_LOGINS -> 0.5;
            case LOGIN_AFTER_REFUSALS -> 0.7;
            case NEW_PRINCIPAL_PLACE -> 0.65;
            case PLAIN_TEXT -> 0.75;
            case FLOOD, SLOW_REQUESTS, EXPENSIVE_PATH -> 0.7;
            case UNUSUAL_WINDOW -> 0.6;
        };
    }

    /** Whether a kind stands for the attack alone, so that its name says it. */
    static String analytic(AlertKind kind, String pattern) {
        return kind == AlertKind.ANOMALY ? "isolation-forest/1" : pattern + "/1";
    }
}
