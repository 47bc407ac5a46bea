/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import static io.meshobservatory.core.alert.AlertKind.ANOMALY;
import static io.meshobservatory.core.alert.AlertKind.BEACONING;
import static io.meshobservatory.core.alert.AlertKind.CREDENTIAL_ABUSE;
import static io.meshobservatory.core.alert.AlertKind.DDOS;
import static io.meshobservatory.core.alert.AlertKind.EXFILTRATION;
import static io.meshobservatory.core.alert.AlertKind.LATERAL_MOVEMENT;
import static io.meshobservatory.core.alert.AlertKind.MTLS_DOWNGRADE;
import static io.meshobservatory.core.alert.AlertKind.POLICY_PROBING;
import static io.meshobservatory.jobs.detection.patterns.Step.first;
import static io.meshobservatory.jobs.detection.patterns.Step.next;
import static io.meshobservatory.models.signal.SignalKind.DENIED;
import static io.meshobservatory.models.signal.SignalKind.EXPENSIVE_PATH;
import static io.meshobservatory.models.signal.SignalKind.FLOOD;
import static io.meshobservatory.models.signal.SignalKind.LOGIN_AFTER_REFUSALS;
import static io.meshobservatory.models.signal.SignalKind.NEW_EDGE;
import static io.meshobservatory.models.signal.SignalKind.NEW_HOST;
import static io.meshobservatory.models.signal.SignalKind.NEW_OPERATION;
import static io.meshobservatory.models.signal.SignalKind.NEW_PRINCIPAL_PLACE;
import static io.meshobservatory.models.signal.SignalKind.PLAIN_TEXT;
import static io.meshobservatory.models.signal.SignalKind.PROBE;
import static io.meshobservatory.models.signal.SignalKind.REFUSED_LOGINS;
import static io.meshobservatory.models.signal.SignalKind.REGULAR_CALLS;
import static io.meshobservatory.models.signal.SignalKind.SLOW_REQUESTS;
import static io.meshobservatory.models.signal.SignalKind.SLOW_UPLOAD;
import static io.meshobservatory.models.signal.SignalKind.UNUSUAL_READ;
import static io.meshobservatory.models.signal.SignalKind.UNUSUAL_WINDOW;
import static io.meshobservatory.models.signal.SignalKind.UPLOAD;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All patterns. Those of one kind of alert and one length are looked for by one operator, in this order: of several that fit
 * the same signals, the first gives its name.
 */
final class Rules {
    /** No crowd is too large: what is looked for shows at many at once. */
    private static final int ANY_CROWD = Integer.MAX_VALUE;

    private Rules() {}

    static List<Rule> of(PatternSettings settings) {
        List<Rule> rules = new ArrayList<>();
        addLateralMovement(settings, rules);
        addExfiltration(settings, rules);
        addCredentialAbuse(settings, rules);
        addProbing(settings, rules);
        addHarm(settings, rules);
        Duration once = settings.persisting();
        rules.add(Rule.of(BEACONING, "regular-calls", once, first(settings.mostCrowd(), REGULAR_CALLS)));
        rules.add(Rule.of(ANOMALY, "unusual-windows", once, first(few(settings), UNUSUAL_WINDOW)));
        return rules;
    }

    /** What a change or an outage of the mesh brings about most easily is soon a crowd. */
    private static int few(PatternSettings settings) {
        return Math.max(1, settings.mostCrowd() / 2);
    }

    private static void addLateralMovement(PatternSettings settings, List<Rule> rules) {
        int crowd = settings.mostCrowd();
        Step hop = next(Link.SAME_SOURCE, crowd, NEW_EDGE).leadingInside();
        Step onward = next(Link.ONWARD, crowd, NEW_EDGE, NEW_OPERATION, PROBE, DENIED, NEW_PRINCIPAL_PLACE);
        rules.add(Rule.of(
                LATERAL_MOVEMENT,
                "probe-hop-onward",
                settings.moving(),
                first(crowd, PROBE, DENIED, NEW_PRINCIPAL_PLACE),
                hop,
                onward));
        rules.add(Rule.of(
                LATERAL_MOVEMENT,
                "hop-onward",
                settings.moving(),
                first(crowd, NEW_EDGE).leadingInside(),
                onward));
    }

    private static void addExfiltration(PatternSettings settings, List<Rule> rules) {
        int crowd = settings.mostCrowd();
        Duration within = settings.stealing();
        rules.add(Rule.of(
                EXFILTRATION,
                "read-carry-upload",
                within,
                first(crowd, UNUSUAL_READ),
                next(Link.SAME_SOURCE, crowd, UPLOAD, NEW_EDGE, NEW_OPERATION).leadingInside(),
                next(Link.ONWARD, crowd, UPLOAD, SLOW_UPLOAD, NEW_HOST)));
        rules.add(Rule.of(
                EXFILTRATION,
                "read-upload",
                within,
                first(crowd, UNUSUAL_READ),
                next(Link.SAME_SOURCE, crowd, UPLOAD, SLOW_UPLOAD)));
        rules.add(Rule.of(
                EXFILTRATION,
                "read-new-host",
                within,
                first(crowd, UNUSUAL_READ),
                next(Link.SAME_SOURCE, crowd, NEW_HOST)));
        // who takes a portion at a time reads and sends by turns
        rules.add(Rule.of(
                EXFILTRATION,
                "new-host-read",
                within,
                first(crowd, NEW_HOST),
                next(Link.SAME_SOURCE, crowd, UNUSUAL_READ)));
        rules.add(Rule.of(
                EXFILTRATION,
                "new-receiver",
                within,
                first(crowd, NEW_EDGE),
                next(Link.SAME_EDGE, crowd, UPLOAD, SLOW_UPLOAD)));
        rules.add(Rule.of(
                EXFILTRATION,
                "repeated-upload",
                within,
                first(crowd, UPLOAD),
                next(Link.SAME_EDGE_LATER, crowd, UPLOAD)));
        rules.add(Rule.of(
                EXFILTRATION,
                "overwhelming-upload",
                within,
                first(crowd, UPLOAD).atLeast(settings.overwhelming())));
        rules.add(Rule.of(EXFILTRATION, "slow-upload", within, first(crowd, SLOW_UPLOAD)));
    }

    private static void addCredentialAbuse(PatternSettings settings, List<Rule> rules) {
        int crowd = settings.mostCrowd();
        Duration within = settings.loggingIn();
        rules.add(Rule.of(
                CREDENTIAL_ABUSE,
                "refusals-then-success",
                within,
                first(ANY_CROWD, REFUSED_LOGINS),
                next(Link.SAME_EDGE, ANY_CROWD, LOGIN_AFTER_REFUSALS)));
        rules.add(Rule.of(
                CREDENTIAL_ABUSE,
                "new-place-acts",
                within,
                first(crowd, NEW_PRINCIPAL_PLACE),
                next(
                        Link.SAME_SOURCE,
                        crowd,
                        NEW_EDGE,
                        DENIED,
                        PROBE,
                        UNUSUAL_READ,
                        UPLOAD,
                        REFUSED_LOGINS,
                        LOGIN_AFTER_REFUSALS)));
        rules.add(Rule.of(
                CREDENTIAL_ABUSE,
                "new-place-again",
                within,
                first(crowd, NEW_PRINCIPAL_PLACE),
                next(Link.SAME_SOURCE_AGAIN, crowd, NEW_PRINCIPAL_PLACE)));
        rules.add(Rule.of(CREDENTIAL_ABUSE, "success-after-refusals", within, first(ANY_CROWD, LOGIN_AFTER_REFUSALS)));
        rules.add(Rule.of(
                CREDENTIAL_ABUSE,
                "overwhelming-new-place",
                within,
                first(crowd, NEW_PRINCIPAL_PLACE).atLeast(settings.overwhelming())));
    }

    private static void addProbing(PatternSettings settings, List<Rule> rules) {
        int crowd = few(settings);
        rules.add(Rule.of(
                POLICY_PROBING,
                "denied-again",
                settings.probing(),
                first(crowd, DENIED, PROBE),
                next(Link.SAME_SOURCE_AGAIN, crowd, DENIED, PROBE)));
        rules.add(Rule.of(POLICY_PROBING, "probe", settings.probing(), first(crowd, PROBE)));
    }

    private static void addHarm(PatternSettings settings, List<Rule> rules) {
        Duration within = settings.persisting();
        rules.add(Rule.of(
                MTLS_DOWNGRADE,
                "plain-text-goes-on",
                within,
                first(settings.mostCrowd(), PLAIN_TEXT),
                next(Link.SAME_EDGE_LATER, settings.mostCrowd(), PLAIN_TEXT)));
        rules.add(Rule.of(
                MTLS_DOWNGRADE,
                "much-plain-text",
                within,
                first(settings.mostCrowd(), PLAIN_TEXT).atLeast(settings.overwhelming())));
        rules.add(Rule.of(
                DDOS,
                "harm-goes-on",
                within,
                first(ANY_CROWD, FLOOD, SLOW_REQUESTS, EXPENSIVE_PATH),
                next(Link.SAME_DESTINATION_LATER, ANY_CROWD, FLOOD, SLOW_REQUESTS, EXPENSIVE_PATH)));
        rules.add(Rule.of(
                DDOS,
                "overwhelming-flood",
                within,
                first(ANY_CROWD, FLOOD, SLOW_REQUESTS, EXPENSIVE_PATH).atLeast(settings.overwhelming())));
    }
}
