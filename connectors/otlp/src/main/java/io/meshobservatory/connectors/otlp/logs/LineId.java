/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

/**
 * By what a log line is recognised when it is delivered again: a hash of who wrote it and of what it tells, whatever the
 * form in which it tells it. Immutable.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record LineId(long high, long low) {
    private static final long COPY_HIGH = 0x9e3779b97f4a7c15L;
    private static final long COPY_LOW = 0xc2b2ae3d27d4eb4fL;

    /**
     * The id of one of several equal lines of one request. A retransmission repeats whole requests, so that equal lines in
     * one request were written for different calls.
     *
     * @param copy how many times the line stood before in the same request
     */
    LineId copy(int copy) {
        return copy == 0 ? this : new LineId(high + copy * COPY_HIGH, low ^ copy * COPY_LOW);
    }
}
