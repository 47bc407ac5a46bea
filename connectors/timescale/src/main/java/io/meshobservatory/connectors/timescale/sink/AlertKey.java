/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import java.util.Comparator;

/**
 * The key of one state of one alert, ordered as all transactions write.
 *
 * @param id of the alert
 * @param revision of the state
 */
record AlertKey(String id, int revision) implements Comparable<AlertKey> {
    private static final Comparator<AlertKey> ORDER =
            Comparator.comparing(AlertKey::id).thenComparingInt(AlertKey::revision);

    @Override
    public int compareTo(AlertKey other) {
        return ORDER.compare(this, other);
    }
}
