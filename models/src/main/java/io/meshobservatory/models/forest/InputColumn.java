/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import static java.util.Objects.requireNonNull;

/**
 * One column of what a forest sees.
 *
 * @param name the feature's name; not empty
 * @param transform what is done to it first
 */
public record InputColumn(String name, Transform transform) {
    public InputColumn {
        requireNonNull(transform, "transform");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("column name: empty (expected: the feature's name)");
        }
    }
}
