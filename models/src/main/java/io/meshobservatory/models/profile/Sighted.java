/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static java.util.Objects.requireNonNull;

/**
 * A relation in a minute, and how common its destination is. Immutable.
 *
 * @param edge what went over it
 * @param prevalence of its destination
 */
public record Sighted(EdgeMinute edge, Prevalence prevalence) {
    public Sighted {
        requireNonNull(edge, "edge");
        requireNonNull(prevalence, "prevalence");
    }
}
