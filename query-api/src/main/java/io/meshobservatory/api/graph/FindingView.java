/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.identity.Overflow;
import io.meshobservatory.core.window.LostContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something about a node that its operators should look at.
 *
 * @param finding what was found, by name
 * @param count how many calls, names or lines show it
 * @param detail which ones, or why; empty where the name says it all
 * @param message what it means
 * @param advice what to do about it
 */
public record FindingView(String finding, long count, String detail, String message, String advice) {
    /** What the edges and the facts of a node tell. */
    public static List<FindingView> of(NodeEvidence evidence, List<FactView> facts) {
        List<FindingView> findings = new ArrayList<>();
        if (evidence.contextLost() > 0) {
            findings.add(new FindingView(
                    LostContexts.FINDING,
                    evidence.contextLost(),
                    "",
                    "This service does not forward trace headers: its sidecar began a new trace for calls that it made.",
                    "Copy the headers traceparent and tracestate (or b3 and x-request-id) of each request to the requests"
                            + " made on its behalf, or instrument the service with OpenTelemetry."));
        }
        if (evidence.plainText() > 0) {
            findings.add(new FindingView(
                    "plain_text_traffic",
                    evidence.plainText(),
                    "",
                    "Traffic of this node was seen without mutual TLS.",
                    "Find the edges marked plaintext; give their callers a sidecar or an ambient namespace, then require"
                            + " mutual TLS with a PeerAuthentication of mode STRICT."));
        }
        counted(facts, FactKind.NAMES_OVERFLOWED)
                .forEach((detail, count) -> findings.add(new FindingView(
                        FactKind.NAMES_OVERFLOWED.label(),
                        count,
                        detail,
                        "More different names came than the graph takes; what is past the limit is counted under "
                                + Overflow.NAME + ".",
                        "Look for ids in the names of services or versions, or for a scan; raise the limit only if the"
                                + " names are real.")));
        counted(facts, FactKind.UNPARSED_LOG_LINES)
                .forEach((detail, count) -> findings.add(new FindingView(
                        FactKind.UNPARSED_LOG_LINES.label(),
                        count,
                        detail,
                        "Access log lines of this node fit no known format; their calls are not counted from logs.",
                        "Use Istio's default text or JSON format, or add the fields that are missing; the lines"
                                + " themselves are kept beside the results.")));
        return findings;
    }

    private static Map<String, Long> counted(List<FactView> facts, FactKind kind) {
        Map<String, Long> counts = new TreeMap<>();
        for (FactView fact : facts) {
            if (fact.fact().equals(kind.label()) && fact.value() > 0) {
                counts.merge(fact.detail(), Math.round(fact.value()), Long::sum);
            }
        }
        return counts;
    }
}
