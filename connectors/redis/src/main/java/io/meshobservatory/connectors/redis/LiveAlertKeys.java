/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

/** The names of alerts in Redis: a contract with whoever reads them without this module. */
public final class LiveAlertKeys {
    /** A hash: the id of each open alert, and the JSON of its latest state. */
    public static final String OPEN = "mesh:alerts";

    /** A sorted set: the ids of open alerts by when they were last written, real time, milliseconds since the epoch. */
    public static final String WRITTEN = "mesh:alerts:written";

    /** A channel: the JSON of each state of each alert as it is written, of closed and suppressed ones too. */
    public static final String CHANNEL = "mesh:alerts";

    private LiveAlertKeys() {}
}
