/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.Technique;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which techniques of MITRE ATT&CK (Enterprise, containers included) a story shows. */
final class Techniques {
    private static final Technique BULK = exfiltration("T1048", "Exfiltration Over Alternative Protocol");
    private static final Technique WEB_SERVICE = exfiltration("T1567", "Exfiltration Over Web Service");
    private static final Technique SIZE_LIMITS = exfiltration("T1030", "Data Transfer Size Limits");
    private static final Technique REPOSITORIES =
            new Technique("T1213", "Data from Information Repositories", "TA0009", "Collection");
    private static final Technique REMOTE_SERVICES = lateral("T1021", "Remote Services");
    private static final Technique EXPLOITATION = lateral("T1210", "Exploitation of Remote Services");
    private static final Technique TOKEN = lateral("T1550.001", "Application Access Token");
    private static final Technique DISCOVERY =
            new Technique("T1046", "Network Service Discovery", "TA0007", "Discovery");
    private static final Technique PERMISSIONS =
            new Technique("T1069", "Permission Groups Discovery", "TA0007", "Discovery");
    private static final Technique WEB_PROTOCOLS =
            new Technique("T1071.001", "Web Protocols", "TA0011", "Command and Control");
    private static final Technique BRUTE_FORCE = new Technique("T1110", "Brute Force", "TA0006", "Credential Access");
    private static final Technique VALID_ACCOUNTS =
            new Technique("T1078", "Valid Accounts", "TA0001", "Initial Access");
    private static final Technique IN_THE_MIDDLE =
            new Technique("T1557", "Adversary-in-the-Middle", "TA0006", "Credential Access");
    private static final Technique SNIFFING = new Technique("T1040", "Network Sniffing", "TA0006", "Credential Access");
    private static final Technique DIRECT_FLOOD = impact("T1498.001", "Direct Network Flood");
    private static final Technique SERVICE_FLOOD = impact("T1499.002", "Service Exhaustion Flood");
    private static final Technique APPLICATION_FLOOD = impact("T1499.003", "Application Exhaustion Flood");

    private Techniques() {}

    static List<Technique> of(Story story) {
        Set<SignalKind> seen = story.strengths().keySet();
        List<Technique> techniques = new ArrayList<>();
        switch (story.kind) {
            case EXFILTRATION -> {
                techniques.add(story.destinations.stream().anyMatch(Node::isUnseen) ? WEB_SERVICE : BULK);
                addIf(seen.contains(SignalKind.SLOW_UPLOAD), SIZE_LIMITS, techniques);
                addIf(seen.contains(SignalKind.UNUSUAL_READ), REPOSITORIES, techniques);
            }
            case LATERAL_MOVEMENT -> {
                techniques.add(REMOTE_SERVICES);
                techniques.add(EXPLOITATION);
                addIf(seen.contains(SignalKind.NEW_PRINCIPAL_PLACE), TOKEN, techniques);
                addIf(seen.contains(SignalKind.PROBE) || seen.contains(SignalKind.DENIED), DISCOVERY, techniques);
            }
            case BEACONING -> techniques.add(WEB_PROTOCOLS);
            case CREDENTIAL_ABUSE -> {
                addIf(seen.contains(SignalKind.REFUSED_LOGINS), BRUTE_FORCE, techniques);
                addIf(seen.contains(SignalKind.LOGIN_AFTER_REFUSALS), VALID_ACCOUNTS, techniques);
                addIf(seen.contains(SignalKind.NEW_PRINCIPAL_PLACE), TOKEN, techniques);
            }
            case POLICY_PROBING -> {
                techniques.add(DISCOVERY);
                techniques.add(PERMISSIONS);
            }
            case MTLS_DOWNGRADE -> {
                techniques.add(IN_THE_MIDDLE);
                techniques.add(SNIFFING);
            }
            case DDOS -> {
                addIf(seen.contains(SignalKind.FLOOD), DIRECT_FLOOD, techniques);
                addIf(
                        seen.contains(SignalKind.FLOOD) || seen.contains(SignalKind.SLOW_REQUESTS),
                        SERVICE_FLOOD,
                        techniques);
                addIf(seen.contains(SignalKind.EXPENSIVE_PATH), APPLICATION_FLOOD, techniques);
            }
            case ANOMALY -> {}
        }
        return techniques;
    }

    private static void addIf(boolean shown, Technique technique, List<Technique> techniques) {
        if (shown) {
            techniques.add(technique);
        }
    }

    private static Technique exfiltration(String uid, String name) {
        return new Technique(uid, name, "TA0010", "Exfiltration");
    }

    private static Technique lateral(String uid, String name) {
        return new Technique(uid, name, "TA0008", "Lateral Movement");
    }

    private static Technique impact(String uid, String name) {
        return new Technique(uid, name, "TA0040", "Impact");
    }
}
