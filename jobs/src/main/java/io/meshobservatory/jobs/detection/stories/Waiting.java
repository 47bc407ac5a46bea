/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.stories;

import static java.util.Objects.requireNonNull;

/**
 * What was heard of and waits for its time. Immutable.
 *
 * @param atMillis event time from which on the stories may know it
 * @param heard what was heard of
 */
public record Waiting(long atMillis, Heard heard) {
    public Waiting {
        requireNonNull(heard, "heard");
    }
}
