/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

/**
 * How the calls of a relation in a minute ended. Immutable. The classes overlap: a call that a policy denied is among the
 * rejected ones, too.
 *
 * @param errors failed by the callee; see {@link io.meshobservatory.core.telemetry.Outcome}
 * @param noResponse of these, failed without any response
 * @param rejected refused with HTTP 4xx or a gRPC status that is no failure of the callee
 * @param faultsInjected ended by an injected fault
 * @param refused refused for their credentials by the callee itself: 401, 403, UNAUTHENTICATED, PERMISSION_DENIED, a bad JWT
 * @param denied denied by an authorization policy or an external authorizer
 * @param rateLimited refused by a rate limit
 * @param retriesExhausted with a response flag that tells of exhausted retries, failed or lost connections to the callee, or
 *     an open circuit breaker
 * @param unrouted with a response flag that says that there was no route, cluster, name or host for it
 * @param cutShort with a response flag that says that it took too long or idled, or that the caller went away
 * @param overflowed with a response flag that says that the proxy or a circuit breaker shed load
 * @param topDenial the policy that denied most, or what refused most; empty if none did
 */
public record MinuteOutcome(
        long errors,
        long noResponse,
        long rejected,
        long faultsInjected,
        long refused,
        long denied,
        long rateLimited,
        long retriesExhausted,
        long unrouted,
        long cutShort,
        long overflowed,
        String topDenial) {
    /** All went well. */
    public static final MinuteOutcome FINE = new MinuteOutcome(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "");

    /** Refused for credentials or denied by policy. */
    public long turnedAway() {
        return refused + denied;
    }
}
