/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;
import java.util.function.Consumer;

/**
 * The graph of this moment, and its changes. Implementations are thread-safe. Any method may throw a runtime exception
 * while the store behind it is away; calls after it is back succeed again.
 */
public interface LiveGraph extends AutoCloseable {
    /** The latest row of each live edge, in no particular order. */
    List<EdgeRow> latest();

    /**
     * Calls back for each row that is written from now on, from any thread.
     *
     * @return ends the subscription
     */
    AutoCloseable subscribe(Consumer<EdgeRow> changes);

    /**
     * Calls back for each state of each alert that is written from now on, from any thread.
     *
     * @return ends the subscription
     */
    AutoCloseable subscribeAlerts(Consumer<Alert> changes);

    /** Whether the store answers now. Takes two seconds at most to find out; never throws. */
    boolean isReachable();

    /** How many rows and alerts could not be read, since something else wrote them; they are passed over. */
    default long unreadableCount() {
        return 0;
    }

    @Override
    void close();
}
