/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.window.Security;
import org.jspecify.annotations.Nullable;

/** What was observed of mutual TLS in several windows; of identities, the latest that were told. Not thread-safe. */
final class SecuritySum {
    private long mutualTls;
    private long plainText;
    private long unobserved;
    private @Nullable String sourcePrincipal;
    private long sourcePrincipalMillis = Long.MIN_VALUE;
    private @Nullable String destinationPrincipal;
    private long destinationPrincipalMillis = Long.MIN_VALUE;

    void add(Security security, long atMillis) {
        mutualTls += security.mutualTls();
        plainText += security.plainText();
        unobserved += security.unobserved();
        offerSource(security.sourcePrincipal(), atMillis);
        offerDestination(security.destinationPrincipal(), atMillis);
    }

    void add(SecuritySum other) {
        mutualTls += other.mutualTls;
        plainText += other.plainText;
        unobserved += other.unobserved;
        offerSource(other.sourcePrincipal, other.sourcePrincipalMillis);
        offerDestination(other.destinationPrincipal, other.destinationPrincipalMillis);
    }

    Security total() {
        return new Security(mutualTls, plainText, unobserved, sourcePrincipal, destinationPrincipal);
    }

    private void offerSource(@Nullable String principal, long atMillis) {
        if (principal != null && atMillis > sourcePrincipalMillis) {
            sourcePrincipal = principal;
            sourcePrincipalMillis = atMillis;
        }
    }

    private void offerDestination(@Nullable String principal, long atMillis) {
        if (principal != null && atMillis > destinationPrincipalMillis) {
            destinationPrincipal = principal;
            destinationPrincipalMillis = atMillis;
        }
    }
}
