/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import java.util.Locale;

/** Why a log record is no call, though nothing is wrong with it. The label is the name in metrics. */
public enum PassedOver {
    /** No access log at all: what applications, and proxies about themselves, write. */
    APPLICATION_LOG,
    /** A connection that was opened; the line at its end tells all of it. */
    CONNECTION_OPENED,
    /** A stretch inside the mesh: through an east-west gateway, or from a waypoint on. Other lines tell the whole call. */
    INNER_HOP;

    /** Lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
