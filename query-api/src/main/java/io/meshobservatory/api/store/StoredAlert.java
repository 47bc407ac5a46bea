/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

/**
 * A row of the table of alerts.
 *
 * @param id of the alert
 * @param startMillis when it began, milliseconds since the epoch
 * @param finding the whole alert, the JSON object that the jobs wrote
 */
public record StoredAlert(String id, long startMillis, String finding) {
    public StoredAlert {
        requireNonNull(id, "id");
        requireNonNull(finding, "finding");
    }
}
