/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

/**
 * One state of an alert, without its finding.
 *
 * @param revision counts the states from 1
 * @param timeMillis when it became known, milliseconds since the epoch
 * @param activity CREATE, UPDATE or CLOSE
 * @param status NEW, IN_PROGRESS, SUPPRESSED or RESOLVED
 * @param severityId 1 informational to 5 critical
 */
public record StoredAlertState(int revision, long timeMillis, String activity, String status, int severityId) {
    public StoredAlertState {
        requireNonNull(activity, "activity");
        requireNonNull(status, "status");
    }
}
