/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;

/** What became of a request; each but the first is a counter of the sink. */
enum SendResult {
    /** Alertmanager has it. */
    TOLD("", false),
    /** Nobody answers there, or the connection broke. */
    NOT_CONNECTED("notConnected", true),
    /** No answer in time; it may have arrived. */
    TIMED_OUT("timedOut", true),
    /** 408, 425, 429 or 5xx: it will pass. */
    UNAVAILABLE("unavailable", true),
    /** Any other answer: the same request would be refused again. */
    REFUSED("refused", false);

    private final String metricName;
    private final boolean passing;

    SendResult(String metricName, boolean passing) {
        this.metricName = metricName;
        this.passing = passing;
    }

    /** The name of its counter, empty for the one that is no failure. */
    String metricName() {
        return metricName;
    }

    /** Whether it is worth trying again soon. */
    boolean isPassing() {
        return passing;
    }

    static SendResult of(int status) {
        if (status >= 200 && status < 300) {
            return TOLD;
        }
        return status == 408 || status == 425 || status == 429 || status >= 500 ? UNAVAILABLE : REFUSED;
    }

    static SendResult of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof HttpTimeoutException ? TIMED_OUT : NOT_CONNECTED;
    }
}
