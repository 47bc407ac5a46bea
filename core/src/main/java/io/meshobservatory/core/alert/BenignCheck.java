/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import static java.util.Objects.requireNonNull;

/**
 * A harmless explanation that was looked into. Immutable.
 *
 * @param explanation what it might have been, as {@code deployment} or {@code scheduled job}
 * @param ruledOut whether it was ruled out; if not, it remains possible
 * @param finding what was seen that says so
 */
public record BenignCheck(String explanation, boolean ruledOut, String finding) {
    public BenignCheck {
        requireNonNull(explanation, "explanation");
        requireNonNull(finding, "finding");
    }
}
