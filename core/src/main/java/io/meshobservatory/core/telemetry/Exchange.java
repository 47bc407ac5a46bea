/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Names;

/**
 * What one observer tells of a request and its response, apart from who talked to whom. Its texts come from outside, so
 * they are limited: those that are only read are cut; of an identity that is too long nothing is kept, since its beginning
 * may be that of another. Immutable.
 *
 * @param outcome how it ended
 * @param responseFlags Envoy's response flags, sorted and comma-joined, empty for none; as many whole flags as go into 256
 *     characters
 * @param requestBytes size of the request, -1 where not told
 * @param responseBytes size of the response, -1 where not told
 * @param operation what was asked for, in a form that does not name single objects ({@code GET /orders/{id}}); empty where
 *     not told; at most 160 characters are kept
 * @param denial who refused it and by which rule ({@code rbac ns[foo]-policy[bar]-rule[0]}), empty where it was not refused
 *     by policy; at most 256 characters are kept
 * @param security what was seen of the protection of the connection
 * @param sourcePrincipal the caller's identity (SPIFFE id) where told in at most 1024 characters, else empty
 * @param destinationPrincipal the callee's identity, likewise
 */
public record Exchange(
        Outcome outcome,
        String responseFlags,
        long requestBytes,
        long responseBytes,
        String operation,
        String denial,
        ConnectionSecurity security,
        String sourcePrincipal,
        String destinationPrincipal) {
    private static final int MAX_FLAGS_CHARS = 256;
    private static final int MAX_OPERATION_CHARS = 160;
    private static final int MAX_DENIAL_CHARS = 256;
    private static final int MAX_PRINCIPAL_CHARS = 1024;

    /** A size that the telemetry does not tell. */
    public static final long UNKNOWN_BYTES = -1;

    /** Tells nothing. */
    public static final Exchange NOTHING =
            new Exchange(Outcome.UNSET, "", UNKNOWN_BYTES, UNKNOWN_BYTES, "", "", ConnectionSecurity.UNKNOWN, "", "");

    public Exchange {
        requireNonNull(outcome, "outcome");
        responseFlags = wholeFlags(requireNonNull(responseFlags, "responseFlags"));
        operation = limitedOperation(requireNonNull(operation, "operation"));
        denial = limitedDenial(requireNonNull(denial, "denial"));
        requireNonNull(security, "security");
        sourcePrincipal = identity(requireNonNull(sourcePrincipal, "sourcePrincipal"));
        destinationPrincipal = identity(requireNonNull(destinationPrincipal, "destinationPrincipal"));
    }

    /** An exchange of which only the outcome is known. */
    public static Exchange of(Outcome outcome) {
        return new Exchange(outcome, "", UNKNOWN_BYTES, UNKNOWN_BYTES, "", "", ConnectionSecurity.UNKNOWN, "", "");
    }

    /**
     * What two observers tell of one exchange. Outcome, flags and security are united; where only one tells of a size, an
     * operation, a denial or an identity, that counts, and where both do, this one's word.
     */
    public Exchange with(Exchange other) {
        if (other == NOTHING || tellsNoLessThan(other)) {
            return this;
        }
        return new Exchange(
                Outcome.combine(outcome, other.outcome),
                unite(responseFlags, other.responseFlags),
                requestBytes == UNKNOWN_BYTES ? other.requestBytes : requestBytes,
                responseBytes == UNKNOWN_BYTES ? other.responseBytes : responseBytes,
                firstTold(operation, other.operation),
                Denial.unite(denial, other.denial),
                ConnectionSecurity.combine(security, other.security),
                firstTold(sourcePrincipal, other.sourcePrincipal),
                firstTold(destinationPrincipal, other.destinationPrincipal));
    }

    /** Whether uniting this with another changes nothing: both sides of a call mostly tell the same of it. */
    private boolean tellsNoLessThan(Exchange other) {
        return Outcome.combine(outcome, other.outcome) == outcome
                && (requestBytes != UNKNOWN_BYTES || other.requestBytes == UNKNOWN_BYTES)
                && (responseBytes != UNKNOWN_BYTES || other.responseBytes == UNKNOWN_BYTES)
                && (!operation.isEmpty() || other.operation.isEmpty())
                && Denial.unite(denial, other.denial).equals(denial)
                && ConnectionSecurity.combine(security, other.security) == security
                && (!sourcePrincipal.isEmpty() || other.sourcePrincipal.isEmpty())
                && (!destinationPrincipal.isEmpty() || other.destinationPrincipal.isEmpty())
                && unite(responseFlags, other.responseFlags).equals(responseFlags);
    }

    /** The same with another operation. */
    public Exchange withOperation(String newOperation) {
        return new Exchange(
                outcome,
                responseFlags,
                requestBytes,
                responseBytes,
                newOperation,
                denial,
                security,
                sourcePrincipal,
                destinationPrincipal);
    }

    static String limitedOperation(String operation) {
        return Names.cut(operation, MAX_OPERATION_CHARS);
    }

    static String limitedDenial(String denial) {
        return Names.cut(denial, MAX_DENIAL_CHARS);
    }

    /** Half a flag would be another flag. */
    static String wholeFlags(String flags) {
        if (flags.length() <= MAX_FLAGS_CHARS) {
            return flags;
        }
        int end = flags.lastIndexOf(',', MAX_FLAGS_CHARS);
        return end < 0 ? Names.cut(flags, MAX_FLAGS_CHARS) : flags.substring(0, end);
    }

    static String identity(String principal) {
        return principal.length() <= MAX_PRINCIPAL_CHARS ? principal : "";
    }

    private static String firstTold(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    private static String unite(String one, String other) {
        String both = one.isEmpty() || one.equals(other) ? other : other.isEmpty() ? one : one + "," + other;
        return ResponseFlags.sorted(both);
    }
}
