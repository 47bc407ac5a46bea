/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

/** What was observed of the protection of a connection. Nothing observed is {@link #UNKNOWN}, and never plain text. */
public enum ConnectionSecurity {
    /** Nobody told. */
    UNKNOWN,
    /** Both sides proved their identity. */
    MUTUAL_TLS,
    /** Seen to be without mutual TLS. */
    PLAIN_TEXT;

    /** What two observers of one connection tell together: what one of them saw; plain text if they contradict. */
    public static ConnectionSecurity combine(ConnectionSecurity one, ConnectionSecurity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
