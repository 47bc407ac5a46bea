/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.control;

import static java.util.Objects.requireNonNull;

/**
 * What was said under an id at a time. Immutable.
 *
 * @param id of the control
 * @param fromMillis event time from which on it holds
 */
public record ControlKey(String id, long fromMillis) {
    public ControlKey {
        requireNonNull(id, "id");
    }
}
