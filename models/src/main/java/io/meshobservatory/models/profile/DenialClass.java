/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

/** Why a call was turned away, by the keys of {@link io.meshobservatory.core.window.Traffic#denials}. */
enum DenialClass {
    /** The callee, or the proxy before it, did not accept who the caller says to be. */
    CREDENTIALS,
    /** A policy does not allow it. */
    POLICY,
    /** There were too many. */
    RATE_LIMIT;

    static DenialClass of(String denial) {
        if (denial.equals("rate_limit")) {
            return RATE_LIMIT;
        }
        boolean byCredentials = denial.startsWith("http_") || denial.startsWith("grpc_") || denial.startsWith("jwt");
        return byCredentials ? CREDENTIALS : POLICY;
    }
}
