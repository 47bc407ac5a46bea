/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Where to find traces of one key group that can be forgotten at the same time. While a page fills, its bytes are here; then
 * they are in keyed state. Mutable; not thread-safe.
 */
final class RestPage {
    private final int handle;
    private final int keyGroup;
    private final long number;
    private final long expiryMillis;
    private @Nullable DataOutputSerializer buffer;
    private int traces;

    /**
     * A page without traces.
     *
     * @param handle what tells it from the other pages of the subtask
     * @param number what tells it from the other pages of its key group, in state too; the later, the higher
     * @param expiryMillis from when on its traces can be forgotten, milliseconds since the epoch
     * @param buffer where its bytes come to be; null if they are in state
     */
    RestPage(int handle, int keyGroup, long number, long expiryMillis, @Nullable DataOutputSerializer buffer) {
        this.handle = handle;
        this.keyGroup = keyGroup;
        this.number = number;
        this.expiryMillis = expiryMillis;
        this.buffer = buffer;
    }

    int handle() {
        return handle;
    }

    int keyGroup() {
        return keyGroup;
    }

    long number() {
        return number;
    }

    long expiryMillis() {
        return expiryMillis;
    }

    /** Its bytes so far; null if they are in state. */
    @Nullable
    DataOutputSerializer buffer() {
        return buffer;
    }

    /** Notes that its bytes are in state. */
    void stored() {
        buffer = null;
    }

    /** How many traces rest here, without those that were taken up. */
    int traces() {
        return traces;
    }

    void enter() {
        traces++;
    }

    void leave() {
        traces--;
    }
}
