/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

/**
 * How often the proxy in front of a service (or of a gateway's services) refuses requests, by reason; each is a ratio in
 * [0, 1]. Immutable.
 *
 * @param rateLimited over the rate limit: 429, flag RL
 * @param jwtDenied without a valid token: 401, details {@code jwt_authn_access_denied}
 * @param wafDenied refused by an external authorizer, as a web application firewall is: 403, flag UAEX
 * @param rbacDenied refused by an authorization policy: 403
 * @param rbacRule the policy and rule that refuse, as {@code ns[shop]-policy[deny-x]-rule[0]}, or {@code none} where no
 *     rule allows it
 */
public record Policy(double rateLimited, double jwtDenied, double wafDenied, double rbacDenied, String rbacRule) {
    /** Nothing is refused. */
    public static final Policy NONE = new Policy(0, 0, 0, 0, "none");

    /** Whether it refuses nothing. */
    public boolean isNone() {
        return rateLimited == 0 && jwtDenied == 0 && wafDenied == 0 && rbacDenied == 0;
    }

    double sum() {
        return rateLimited + jwtDenied + wafDenied + rbacDenied;
    }
}
