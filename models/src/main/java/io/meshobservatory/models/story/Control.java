/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import static java.util.Objects.requireNonNull;

/**
 * What people say about alerts, as it comes by the topic {@code mesh_control}. Immutable.
 *
 * @param id what names it: a later one with the same id replaces it
 * @param type what is said
 * @param scope what it is said about
 * @param leastConfidence of a threshold: how sure an alert must be, 0 to 1; else 0
 * @param reason why, for people
 * @param fromMillis event time from which on it holds, milliseconds since the epoch
 * @param untilMillis the first millisecond at which it no longer holds
 */
public record Control(
        String id, Type type, Scope scope, double leastConfidence, String reason, long fromMillis, long untilMillis) {
    /** What can be said. Constants may only be appended: states hold ordinals. */
    public enum Type {
        /** Alerts are recorded, but nobody is told. */
        SUPPRESSION,
        /** What was seen before is known and fine: open stories are closed, and what was held back is learned. */
        RELEASE,
        /** How sure an alert must be. */
        THRESHOLD,
        /** What was said under this id is taken back. */
        REMOVAL
    }

    public Control {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(scope, "scope");
        requireNonNull(reason, "reason");
    }

    /** Takes back what was said under an id. */
    public static Control removal(String id, long fromMillis) {
        return new Control(id, Type.REMOVAL, Scope.ALL, 0, "", fromMillis, Long.MAX_VALUE);
    }

    /** Whether it holds at a time. */
    public boolean holdsAt(long millis) {
        return fromMillis <= millis && millis < untilMillis;
    }
}
