/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a forest's rows, in order. A model scores rows of its own schema only.
 *
 * @param version of the features' definition; a model of another version must not score them
 * @param columns at least one, each name once
 */
public record InputSchema(int version, List<InputColumn> columns) {
    public InputSchema {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns: none (expected: at least one)");
        }
        Set<String> names = new HashSet<>();
        for (InputColumn column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("column " + column.name() + " occurs twice (expected: once)");
            }
        }
    }

    /** How many columns a row has. */
    public int size() {
        return columns.size();
    }

    /** The name of a column. */
    public String name(int column) {
        return columns.get(column).name();
    }
}
