/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

/**
 * The end of something that was asked for.
 *
 * @param endNanos when whoever asked had the answer
 * @param status the answer
 * @param responseBytes size of its body
 */
record Reply(long endNanos, ReplyStatus status, long responseBytes) {
    boolean failed() {
        return status.failed();
    }

    Reply later(long nanos) {
        return new Reply(endNanos + nanos, status, responseBytes);
    }

    Reply with(ReplyStatus other) {
        return new Reply(endNanos, other, responseBytes);
    }
}
