/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.proxy;

import java.util.Locale;

/** From which side of a connection a proxy reports: Istio's label {@code reporter}. */
public enum Reporter {
    SOURCE,
    DESTINATION,
    WAYPOINT;

    /** The value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
