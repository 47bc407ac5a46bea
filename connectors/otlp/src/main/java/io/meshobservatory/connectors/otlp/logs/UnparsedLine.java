/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;

/**
 * An access-log line that could not be read. Immutable.
 *
 * @param id by what it is recognised when it comes again
 * @param text the line as it came, at most {@value #MAX_TEXT_BYTES} bytes of UTF-8; for structured records a rendering
 * @param reason what is wrong with it
 * @param timeMillis when it was written, milliseconds since the epoch; {@link #NO_TIME} where nothing tells
 * @param emitter who wrote it, as far as known
 * @param pod the pod or proxy that wrote it, empty where not told
 */
public record UnparsedLine(LineId id, String text, UnparsedReason reason, long timeMillis, Node emitter, String pod)
        implements LogLine {
    /** How much of a line is kept. */
    public static final int MAX_TEXT_BYTES = 4096;

    /** The time of a line that tells none, and neither does its record. */
    public static final long NO_TIME = Long.MIN_VALUE;

    public UnparsedLine {
        requireNonNull(id, "id");
        text = Texts.cut(text, MAX_TEXT_BYTES);
        requireNonNull(reason, "reason");
        requireNonNull(emitter, "emitter");
        pod = Texts.cut(pod, Texts.MAX_NAME_BYTES);
    }

    /** The same with another time. */
    public UnparsedLine withTime(long newTimeMillis) {
        return new UnparsedLine(id, text, reason, newTimeMillis, emitter, pod);
    }

    UnparsedLine withId(LineId newId) {
        return new UnparsedLine(newId, text, reason, timeMillis, emitter, pod);
    }
}
