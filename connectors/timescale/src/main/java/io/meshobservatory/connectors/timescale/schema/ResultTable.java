/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import io.meshobservatory.core.window.WindowSize;
import java.util.List;

/**
 * The tables of results over time, in the order in which transactions write to them: edges, one table for each width of the
 * window, facts, and scores.
 */
public enum ResultTable {
    TEN_SECONDS("edges_10s"),
    ONE_MINUTE("edges_1m"),
    ONE_HOUR("edges_1h"),
    /** What is known about nodes apart from calls, in windows of a minute. */
    FACTS("facts"),
    /** What the anomaly model said of nodes in their unusual minutes. */
    SCORES("scores"),
    /** How the scores of a cluster were spread, minute by minute. */
    SCORE_MINUTES("score_minutes");

    /** The tables of edges. */
    public static final List<ResultTable> EDGES = List.of(TEN_SECONDS, ONE_MINUTE, ONE_HOUR);

    private final String tableName;

    ResultTable(String tableName) {
        this.tableName = tableName;
    }

    /** Its name in the database. */
    public String tableName() {
        return tableName;
    }

    /** The table of the edges in windows of a width. */
    public static ResultTable of(WindowSize size) {
        return switch (size) {
            case TEN_SECONDS -> TEN_SECONDS;
            case ONE_MINUTE -> ONE_MINUTE;
            case ONE_HOUR -> ONE_HOUR;
        };
    }
}
