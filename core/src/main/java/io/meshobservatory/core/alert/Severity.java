/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

/** How grave an alert is, by OCSF's {@code severity_id}. Constants may only be appended. */
public enum Severity {
    /** Good to know. */
    INFORMATIONAL(1),
    /** Look at it when there is time. */
    LOW(2),
    /** Look at it today. */
    MEDIUM(3),
    /** Look at it now. */
    HIGH(4),
    /** Wake somebody. */
    CRITICAL(5);

    private final int id;

    Severity(int id) {
        this.id = id;
    }

    /** OCSF's {@code severity_id}, 1 to 5. */
    public int id() {
        return id;
    }
}
