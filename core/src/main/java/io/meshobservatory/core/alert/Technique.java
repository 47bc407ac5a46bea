/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import static java.util.Objects.requireNonNull;

/**
 * A technique of MITRE ATT&CK and the tactic that it serves here. Immutable.
 *
 * @param uid as {@code T1041}, or {@code T1567.002} for a sub-technique
 * @param name as ATT&CK names it
 * @param tacticUid as {@code TA0010}
 * @param tacticName as ATT&CK names it
 */
public record Technique(String uid, String name, String tacticUid, String tacticName) {
    public Technique {
        requireNonNull(uid, "uid");
        requireNonNull(name, "name");
        requireNonNull(tacticUid, "tacticUid");
        requireNonNull(tacticName, "tacticName");
    }
}
