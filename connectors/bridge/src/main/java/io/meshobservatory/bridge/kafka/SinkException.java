/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.kafka;

import org.jspecify.annotations.Nullable;

/** A record was not stored. The message can be shown to the sender of the request. */
public final class SinkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public SinkException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Whether trying again can help. */
    public Kind kind() {
        return kind;
    }

    /** What the sender can do about it. */
    public enum Kind {
        /** Try again later: Kafka is away, slow, or refuses for a reason that its operators have to remove. */
        UNAVAILABLE,
        /** Never try again: Kafka does not take a record of this size. */
        RECORD_TOO_LARGE
    }
}
