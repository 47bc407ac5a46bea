/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.concurrent.CompletionException;

/** Why something did not get into Redis; each is a counter of the sink. */
enum WriteFailure {
    /** There was no connection when the row came. */
    NOT_CONNECTED("notConnected"),
    /** Redis was so slow that too many rows were waiting for its answer. */
    TOO_MANY_IN_FLIGHT("tooManyInFlight"),
    /** Redis did not answer in time; it may have written the row. */
    TIMED_OUT("timedOut"),
    /** Redis answered with an error: no memory, a read-only replica, wrong credentials. */
    REFUSED("refused"),
    /** The connection broke while the row was on its way; it may have been written. */
    CONNECTION_LOST("connectionLost");

    private final String metricName;

    WriteFailure(String metricName) {
        this.metricName = metricName;
    }

    String metricName() {
        return metricName;
    }

    static WriteFailure of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RedisCommandTimeoutException) {
            return TIMED_OUT;
        }
        return cause instanceof RedisCommandExecutionException ? REFUSED : CONNECTION_LOST;
    }
}
