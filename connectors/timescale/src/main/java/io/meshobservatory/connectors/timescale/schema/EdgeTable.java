/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import io.meshobservatory.core.window.WindowSize;

/** The three tables of edges, one for each width of the window, in the order in which transactions write to them. */
public enum EdgeTable {
    TEN_SECONDS("edges_10s", WindowSize.TEN_SECONDS),
    ONE_MINUTE("edges_1m", WindowSize.ONE_MINUTE),
    ONE_HOUR("edges_1h", WindowSize.ONE_HOUR);

    private final String tableName;
    private final WindowSize windowSize;

    EdgeTable(String tableName, WindowSize windowSize) {
        this.tableName = tableName;
        this.windowSize = windowSize;
    }

    /** Its name in the database. */
    public String tableName() {
        return tableName;
    }

    public WindowSize windowSize() {
        return windowSize;
    }

    public static EdgeTable of(WindowSize size) {
        return switch (size) {
            case TEN_SECONDS -> TEN_SECONDS;
            case ONE_MINUTE -> ONE_MINUTE;
            case ONE_HOUR -> ONE_HOUR;
        };
    }
}
