/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.core.telemetry.ResponseFlags;
import org.jspecify.annotations.Nullable;

/** Who refused a call, and by which rule; see {@code Exchange.denial}. Stateless. */
final class Denials {
    private static final String NONE = "";
    private static final String RBAC = "rbac";
    private static final String RBAC_DETAILS = "rbac_access_denied_matched_policy[";
    private static final String ZTUNNEL_REJECTION = "connection closed due to policy rejection";
    private static final String ZTUNNEL_CHANGE = "connection closed due to policy change";
    private static final String ZTUNNEL_POLICY = "explicitly denied by: ";
    private static final String ZTUNNEL_NO_POLICY = "allow policies exist, but none allowed";
    private static final int MAX_POLICY_BYTES = 120;

    private Denials() {}

    /** What Envoy's details and flags tell; details of a TCP connection stand in another field than those of a request. */
    static String ofEnvoy(@Nullable String details, @Nullable String termination, String flags) {
        String rbac = rbac(details);
        if (rbac.isEmpty()) {
            rbac = rbac(termination);
        }
        if (!rbac.isEmpty()) {
            return rbac;
        }
        if (details != null) {
            if (details.startsWith("jwt_authn_access_denied")) {
                return "jwt";
            }
            if (details.equals("ext_authz_denied") || details.equals("ext_authz_error")) {
                return "ext_authz";
            }
            if (details.equals("local_rate_limited") || details.equals("request_rate_limited")) {
                return "rate_limit";
            }
        }
        return ResponseFlags.denial(flags);
    }

    /** What the error of a ztunnel line tells. */
    static String ofZtunnel(String error) {
        if (error.startsWith(ZTUNNEL_CHANGE)) {
            return RBAC;
        }
        if (!error.startsWith(ZTUNNEL_REJECTION)) {
            return NONE;
        }
        int policy = error.indexOf(ZTUNNEL_POLICY);
        if (policy >= 0) {
            return named(error.substring(policy + ZTUNNEL_POLICY.length()).strip());
        }
        return error.contains(ZTUNNEL_NO_POLICY) ? RBAC + " none" : RBAC;
    }

    /** The policy in {@code rbac_access_denied_matched_policy[ns[foo]-policy[bar]-rule[0]]}, or {@code none}. */
    private static String rbac(@Nullable String details) {
        if (details == null || !details.startsWith(RBAC_DETAILS)) {
            return NONE;
        }
        int end = details.lastIndexOf(']');
        return end <= RBAC_DETAILS.length() ? RBAC : named(details.substring(RBAC_DETAILS.length(), end));
    }

    private static String named(String policy) {
        return policy.isEmpty() ? RBAC : RBAC + ' ' + Texts.cut(Texts.printable(policy), MAX_POLICY_BYTES);
    }
}
