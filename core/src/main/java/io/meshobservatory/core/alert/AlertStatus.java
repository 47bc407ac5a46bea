/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

/** Where the work on an alert stands, by OCSF's {@code status_id}. Constants may only be appended. */
public enum AlertStatus {
    /** Told for the first time. */
    NEW(1, "New"),
    /** It goes on. */
    IN_PROGRESS(2, "In Progress"),
    /** A suppression hides it from people; it may go on or have ended. */
    SUPPRESSED(3, "Suppressed"),
    /** It has ended. */
    RESOLVED(4, "Resolved");

    private final int id;
    private final String caption;

    AlertStatus(int id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    /** The status of one state of an alert: a suppression wins over everything else. */
    public static AlertStatus of(Alert alert) {
        if (alert.suppression() != null) {
            return SUPPRESSED;
        }
        return switch (alert.activity()) {
            case CREATE -> NEW;
            case UPDATE -> IN_PROGRESS;
            case CLOSE -> RESOLVED;
        };
    }

    /** OCSF's {@code status_id}, 1 to 4. */
    public int id() {
        return id;
    }

    /** OCSF's word for it. */
    public String caption() {
        return caption;
    }

    /** Whether people should look at it: it goes on and nothing hides it. */
    public boolean isOpen() {
        return this == NEW || this == IN_PROGRESS;
    }
}
