/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.window.WindowSize;

/**
 * A stretch of one table to read. Immutable.
 *
 * @param table the width of the windows
 * @param fromMillis its start, milliseconds since the epoch, inclusive
 * @param toMillis its end, exclusive
 * @param rule which of the rows count
 */
record Stretch(WindowSize table, long fromMillis, long toMillis, Rule rule) {
    /** Which rows of a stretch count. */
    enum Rule {
        /** All of them. */
        ALL,
        /** Those whose minute has no row of the same pair of nodes yet. */
        UNLESS_IN_MINUTE,
        /** Those that the running hour's rows of the same pair of nodes do not contain yet. */
        UNLESS_IN_HOUR,
        /** Those that are neither in a minute's rows nor in an hour's. */
        UNLESS_IN_MINUTE_OR_HOUR
    }

    Stretch {
        requireNonNull(table, "table");
        requireNonNull(rule, "rule");
    }

    boolean isEmpty() {
        return fromMillis >= toMillis;
    }
}
