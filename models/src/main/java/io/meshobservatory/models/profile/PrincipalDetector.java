/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.signal.SignalKind;

/**
 * Finds principals that come from where they do not belong: seen by the destination from other nodes for long, or of
 * another namespace than the node, which has used its own for long. A deployment that changes the service account brings a
 * principal that nobody had before.
 */
final class PrincipalDetector implements OutboundDetector {
    private static final String NAMESPACE = "/ns/";
    private static final double FOREIGN_STRENGTH = 0.99;

    @Override
    public void judge(OutboundCase edge) {
        NodeMinute at = edge.at;
        if (at.isYoung() || at.node().isUnseen()) {
            return;
        }
        for (String principal : edge.edge.sourcePrincipals()) {
            boolean known = at.principals().knows(principal);
            if (known && at.principals().ageMinutes(principal, at.minute()) >= PrincipalPlaces.STRANGE_MINUTES) {
                continue;
            }
            int home = homeMinutes(edge, principal);
            boolean settled = !at.principals().isEmpty()
                    && at.minute() - at.principals().earliest(at.minute()) >= at.warmUpMinutes();
            boolean foreign =
                    !known && settled && isForeign(principal, at.node().namespace());
            if (home == 0 && !foreign) {
                continue;
            }
            if (at.isDeployment(edge.edge)) {
                edge.explainedByDeployment();
                continue;
            }
            double strength = Math.max(foreign ? FOREIGN_STRENGTH : 0, home == 0 ? 0 : 1 - 1.0 / (2 + home));
            edge.tell(
                    SignalKind.NEW_PRINCIPAL_PLACE,
                    strength,
                    principal,
                    Measure.of("calls", edge.edge.turns(), 0, "calls"),
                    Measure.of("minutes_from_elsewhere", home, Double.NaN, "count"));
        }
    }

    private static int homeMinutes(OutboundCase edge, String principal) {
        for (DisplacedPrincipal displaced : edge.prevalence.displaced()) {
            if (displaced.principal().equals(principal) && displaced.source().equals(edge.edge.source())) {
                return displaced.homeMinutes();
            }
        }
        return 0;
    }

    /** Whether a SPIFFE id as Istio and Linkerd form it names another namespace; what has another form tells nothing. */
    private static boolean isForeign(String principal, String namespace) {
        int start = principal.indexOf(NAMESPACE);
        if (start < 0) {
            return false;
        }
        int from = start + NAMESPACE.length();
        int slash = principal.indexOf('/', from);
        String named = slash < 0 ? principal.substring(from) : principal.substring(from, slash);
        return !named.equals(namespace);
    }
}
