/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Envoy's response flags: what their short names stand for, and what each says of the resilience of an edge. The set is
 * open: extensions register flags of their own, which keep their short name and are {@link Meaning#OTHER}. Stateless.
 */
public final class ResponseFlags {
    /** What a flag says. The labels are part of the public contract. */
    public enum Meaning {
        /** All retries were used up. */
        RETRY_LIMIT_EXCEEDED,
        /** The upstream did not answer in time. */
        UPSTREAM_TIMEOUT,
        /** An open circuit breaker refused it. */
        CIRCUIT_BREAKER_OPEN,
        /** A local or global rate limit refused it. */
        RATE_LIMITED,
        /** The rate limit service itself failed. */
        RATE_LIMIT_SERVICE_FAILED,
        /** A fault was injected that ended it; no real error. */
        FAULT_ABORTED,
        /** A fault was injected that delayed it; no real error. */
        FAULT_DELAYED,
        /** No healthy host was left. */
        NO_HEALTHY_UPSTREAM,
        /** No connection to the upstream came about, TLS handshakes included. */
        UPSTREAM_CONNECTION_FAILURE,
        /** The upstream ended the connection or the stream. */
        UPSTREAM_CONNECTION_LOST,
        /** The caller went away before the answer was complete. */
        CALLER_GONE,
        /** Policy refused it. */
        DENIED,
        /** There was no route, cluster or filter configuration for it. */
        NO_ROUTE,
        /** It was open for too long, or idle for too long. */
        DURATION_LIMIT_EXCEEDED,
        /** One side broke its protocol. */
        PROTOCOL_ERROR,
        /** The proxy or a drop policy shed load. */
        OVERLOADED,
        /** The name of the upstream was not resolved. */
        NAME_NOT_RESOLVED,
        /** The proxy answered out of its cache. */
        ANSWERED_FROM_CACHE,
        /** A flag that is not known here. */
        OTHER;

        /** Lower case with underscores, as in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Flag(String longName, Meaning meaning) {}

    /** Long names as in Envoy's {@code source/common/stream_info/utility.h}. */
    private static final Map<String, Flag> FLAGS = Map.ofEntries(
            flag("DC", "DownstreamConnectionTermination", Meaning.CALLER_GONE),
            flag("DR", "DownstreamRemoteReset", Meaning.CALLER_GONE),
            flag("LH", "FailedLocalHealthCheck", Meaning.NO_HEALTHY_UPSTREAM),
            flag("UH", "NoHealthyUpstream", Meaning.NO_HEALTHY_UPSTREAM),
            flag("UT", "UpstreamRequestTimeout", Meaning.UPSTREAM_TIMEOUT),
            flag("LR", "LocalReset", Meaning.UPSTREAM_CONNECTION_LOST),
            flag("UR", "UpstreamRemoteReset", Meaning.UPSTREAM_CONNECTION_LOST),
            flag("UF", "UpstreamConnectionFailure", Meaning.UPSTREAM_CONNECTION_FAILURE),
            flag("UC", "UpstreamConnectionTermination", Meaning.UPSTREAM_CONNECTION_LOST),
            flag("UO", "UpstreamOverflow", Meaning.CIRCUIT_BREAKER_OPEN),
            flag("URX", "UpstreamRetryLimitExceeded", Meaning.RETRY_LIMIT_EXCEEDED),
            flag("NR", "NoRouteFound", Meaning.NO_ROUTE),
            flag("NC", "NoClusterFound", Meaning.NO_ROUTE),
            flag("NFCF", "NoFilterConfigFound", Meaning.NO_ROUTE),
            flag("DI", "DelayInjected", Meaning.FAULT_DELAYED),
            flag("FI", "FaultInjected", Meaning.FAULT_ABORTED),
            flag("RL", "RateLimited", Meaning.RATE_LIMITED),
            flag("RLSE", "RateLimitServiceError", Meaning.RATE_LIMIT_SERVICE_FAILED),
            flag("UAEX", "UnauthorizedExternalService", Meaning.DENIED),
            flag("SI", "StreamIdleTimeout", Meaning.DURATION_LIMIT_EXCEEDED),
            flag("DT", "DurationTimeout", Meaning.DURATION_LIMIT_EXCEEDED),
            flag("UMSDR", "UpstreamMaxStreamDurationReached", Meaning.DURATION_LIMIT_EXCEEDED),
            flag("IH", "InvalidEnvoyRequestHeaders", Meaning.PROTOCOL_ERROR),
            flag("DPE", "DownstreamProtocolError", Meaning.PROTOCOL_ERROR),
            flag("UPE", "UpstreamProtocolError", Meaning.PROTOCOL_ERROR),
            flag("RFCF", "ResponseFromCacheFilter", Meaning.ANSWERED_FROM_CACHE),
            flag("OM", "OverloadManagerTerminated", Meaning.OVERLOADED),
            flag("DO", "DropOverload", Meaning.OVERLOADED),
            flag("DF", "DnsResolutionFailed", Meaning.NAME_NOT_RESOLVED));

    private ResponseFlags() {}

    /** What a short name stands for; the short name itself where it is not known. */
    public static String longName(String shortName) {
        Flag flag = FLAGS.get(shortName);
        return flag == null ? shortName : flag.longName();
    }

    /** What a flag says, by its short name. */
    public static Meaning meaning(String shortName) {
        Flag flag = FLAGS.get(shortName);
        return flag == null ? Meaning.OTHER : flag.meaning();
    }

    /**
     * Flags in alphabetical order, each once: Envoy writes them in the order of its own numbers.
     *
     * @param flags comma-joined; empty for none
     */
    public static String sorted(String flags) {
        if (flags.indexOf(',') < 0) {
            return flags;
        }
        String[] each = flags.split(",", -1);
        Arrays.sort(each);
        StringBuilder sorted = new StringBuilder(flags.length());
        String last = "";
        for (String flag : each) {
            if (!flag.equals(last)) {
                sorted.append(sorted.isEmpty() ? "" : ",").append(flag);
                last = flag;
            }
        }
        return sorted.toString();
    }

    /**
     * Who refused, where a flag tells: {@code ext_authz}, {@code rate_limit} or {@code rbac}, else empty. By which rule, only
     * other fields tell.
     *
     * @param flags comma-joined, in any order
     */
    public static String denial(String flags) {
        if (flags.isEmpty()) {
            return "";
        }
        if (Outcome.hasFlag(flags, "UAEX")) {
            return "ext_authz";
        }
        if (Outcome.hasFlag(flags, "RL")) {
            return "rate_limit";
        }
        // ztunnel's word in its metrics
        return Outcome.hasFlag(flags, "DENY") ? "rbac" : "";
    }

    private static Map.Entry<String, Flag> flag(String shortName, String longName, Meaning meaning) {
        return Map.entry(shortName, new Flag(longName, meaning));
    }
}
