/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * What rows remember of their making: the writer that inserted them, and the checkpoint after which it did. So a writer that
 * is restored from a checkpoint knows the rows that were inserted afterwards. Used from the task's thread only.
 */
final class RowOrigin {
    /** Of rows that were inserted before the first checkpoint. */
    static final long BEFORE_THE_FIRST_CHECKPOINT = -1;

    private final UUID writer;
    private final long unconfirmedFrom;
    private long createdAfter;

    /**
     * @param writer its id
     * @param restored the checkpoint that it was restored from, if any
     */
    RowOrigin(UUID writer, OptionalLong restored) {
        this.writer = writer;
        this.unconfirmedFrom = restored.orElse(Long.MAX_VALUE);
        this.createdAfter = restored.orElse(BEFORE_THE_FIRST_CHECKPOINT);
    }

    UUID writer() {
        return writer;
    }

    /** The checkpoint after which rows that are inserted now are inserted. */
    long createdAfter() {
        return createdAfter;
    }

    /**
     * Rows that another writer inserted after this checkpoint or a later one belong to an attempt that failed. Whoever writes
     * such a row makes it its own, so that its former writer does not take it back.
     */
    long unconfirmedFrom() {
        return unconfirmedFrom;
    }

    /** All that was written so far is part of a checkpoint. */
    void advance(long checkpointId) {
        createdAfter = checkpointId;
    }
}
