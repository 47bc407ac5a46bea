/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

/** Where a story stands, by OCSF's {@code activity_id} of a Detection Finding. Constants may only be appended. */
public enum Activity {
    /** It is told for the first time. */
    CREATE(1),
    /** More of it has been seen. */
    UPDATE(2),
    /** It has ended. */
    CLOSE(3);

    private final int id;

    Activity(int id) {
        this.id = id;
    }

    /** OCSF's {@code activity_id}, 1 to 3. */
    public int id() {
        return id;
    }
}
