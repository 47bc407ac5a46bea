/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import org.jspecify.annotations.Nullable;

/**
 * Finds the cause of a failed TLS handshake in what Envoy tells of an upstream connection: the reason of the TLS library,
 * such as {@code CERTIFICATE_VERIFY_FAILED}. Envoy writes blanks as underscores in some fields. Stateless.
 */
final class TlsFailures {
    private static final String LIBRARY = "OPENSSL_internal:";
    private static final String OTHER = "TLS error";
    private static final int MAX_CAUSE_CHARS = 100;

    private TlsFailures() {}

    /** The cause, null if the text tells of no TLS failure. */
    static @Nullable String cause(@Nullable String failure) {
        if (failure == null) {
            return null;
        }
        int tls = failure.indexOf("TLS error");
        if (tls < 0) {
            tls = failure.indexOf("TLS_error");
        }
        if (tls < 0) {
            return null;
        }
        int library = failure.indexOf(LIBRARY, tls);
        if (library >= 0) {
            int from = library + LIBRARY.length();
            int to = from;
            while (to < failure.length() && to - from < MAX_CAUSE_CHARS && isReason(failure.charAt(to))) {
                to++;
            }
            if (to > from) {
                return failure.substring(from, to);
            }
        }
        return failure.contains("ecret is not supplied by SDS") || failure.contains("ecret_is_not_supplied_by_SDS")
                ? "secret is not supplied by SDS"
                : OTHER;
    }

    private static boolean isReason(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
