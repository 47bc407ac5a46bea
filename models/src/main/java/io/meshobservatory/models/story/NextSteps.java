/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import java.util.List;

/** What to look at next, per kind. */
final class NextSteps {
    private NextSteps() {}

    static List<String> of(Story story) {
        String principal = Words.name(story.principal);
        String destinations = Words.names(story.destinations, 3);
        return switch (story.kind) {
            case EXFILTRATION ->
                List.of(
                        "Open the example traces: who asked " + principal + " for what it sent?",
                        "Ask the owners of " + principal + " whether they know " + destinations + ".",
                        "If nobody does, cut its egress by policy and keep its pods for examination.");
            case LATERAL_MOVEMENT ->
                List.of(
                        "Begin with " + principal + ": what was deployed, and by whom, before the first hop?",
                        "Check which identities (SPIFFE ids) were used at each hop, and revoke them if they were stolen.",
                        "Deny the new edges by policy; they were never needed before.");
            case BEACONING ->
                List.of(
                        "Find out which process of " + principal + " calls " + destinations
                                + ", and who owns that host.",
                        "Look for uploads of " + principal + " in the same days.",
                        "Cut its egress to " + destinations + " by policy if nobody knows it.");
            case CREDENTIAL_ABUSE ->
                List.of(
                        "See what was done after the first success, in the example traces.",
                        "Lock or rotate the credentials that were tried, and those of " + Words.names(story.sources, 3)
                                + ".",
                        "Limit the rate of logins at " + destinations + ".");
            case POLICY_PROBING ->
                List.of(
                        "Find out why " + principal
                                + " calls what it may not: a mistake in its configuration, or somebody in it?",
                        "Watch " + principal + " for new edges that succeed.");
            case MTLS_DOWNGRADE ->
                List.of(
                        "Check whether the sidecars of both ends run, and what PeerAuthentication asks for.",
                        "Set mutual TLS to STRICT at " + destinations + " when all of its callers can.");
            case DDOS ->
                List.of(
                        "Limit the rate of " + Words.names(story.sources, 3) + " at " + principal
                                + ", or at the gateway.",
                        "Check the health and the circuit breakers of " + principal + " and of what it calls.");
            case ANOMALY ->
                List.of(
                        "Compare the figures of the evidence with those of the days before.",
                        "Suppress it with a reason and an expiry if it is known and harmless.");
        };
    }
}
