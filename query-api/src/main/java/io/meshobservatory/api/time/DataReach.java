/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.time;

import io.meshobservatory.core.window.WindowSize;

/**
 * Tells how far back the windows of a width go. Old rows are deleted by width, the finer the sooner; but what was replayed
 * from an old recording may be there in full.
 */
@FunctionalInterface
public interface DataReach {
    /**
     * Whether the windows of a width go as far back as those of the next coarser one.
     *
     * @param table a width, not the coarsest
     * @param fromMillis start of the range of interest, milliseconds since the epoch, inclusive
     * @param toMillis its end, exclusive
     */
    boolean isComplete(WindowSize table, long fromMillis, long toMillis);
}
