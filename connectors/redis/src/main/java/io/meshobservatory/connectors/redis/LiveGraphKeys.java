/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

/** The names in Redis: a contract with whoever reads them without this module. */
public final class LiveGraphKeys {
    /** Before the id of an edge ({@link EdgeIds}): a string, the JSON of its latest 10 s window, with an expiry. */
    public static final String EDGE_PREFIX = "mesh:edge:";

    /** A sorted set: the ids of edges by the end of their latest window, milliseconds since the epoch. */
    public static final String INDEX = "mesh:edges";

    /** A channel: the JSON of each row of a 10 s window as it is written, removals (no calls) and late updates too. */
    public static final String CHANNEL = "mesh:edges";

    private LiveGraphKeys() {}
}
