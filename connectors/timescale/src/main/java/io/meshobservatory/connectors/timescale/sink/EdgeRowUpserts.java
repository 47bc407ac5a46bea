/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.ResultTable;
import io.meshobservatory.connectors.timescale.schema.Storage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Rows of edges: replaced as a whole, or deleted where a row says that there is none any more. */
final class EdgeRowUpserts implements Upserts<EdgeKey, EdgeRow> {
    private final RowOrigin origin;

    /** @param origin what inserted rows remember; it may advance between flushes */
    EdgeRowUpserts(RowOrigin origin) {
        this.origin = origin;
    }

    @Override
    public EdgeKey key(EdgeRow row) {
        return EdgeKey.of(row);
    }

    /** A row is whole: the later one says everything. */
    @Override
    public EdgeRow merge(EdgeRow earlier, EdgeRow later) {
        return later;
    }

    /**
     * One statement for each run of neighbours that go into one table and are all written or all removed. The runs are in
     * the order of the keys, so that any two transactions lock common rows in the same order, even those of a writer that
     * was declared dead and its successor.
     */
    @Override
    public Counts write(Connection connection, List<Map.Entry<EdgeKey, EdgeRow>> sorted) throws SQLException {
        long written = 0;
        long removed = 0;
        int from = 0;
        while (from < sorted.size()) {
            ResultTable table = sorted.get(from).getKey().table();
            boolean removal = sorted.get(from).getValue().isRemoval();
            int to = from + 1;
            while (to < sorted.size()
                    && sorted.get(to).getKey().table() == table
                    && sorted.get(to).getValue().isRemoval() == removal) {
                to++;
            }
            List<Map.Entry<EdgeKey, EdgeRow>> run = sorted.subList(from, to);
            if (removal) {
                delete(connection, table, run);
                removed += run.size();
            } else {
                upsert(connection, table, run);
                written += run.size();
            }
            from = to;
        }
        return new Counts(written, removed);
    }

    @Override
    public int makePartitions(Connection connection, List<Map.Entry<EdgeKey, EdgeRow>> sorted) throws SQLException {
        int made = 0;
        for (ResultTable table : ResultTable.EDGES) {
            made += MissingPartitions.make(
                    connection,
                    table,
                    sorted.stream()
                            .filter(row -> row.getKey().table() == table
                                    && !row.getValue().isRemoval())
                            .map(row -> row.getKey().windowStartMillis())
                            .toList());
        }
        return made;
    }

    @Override
    public void prepare(Connection connection, Storage storage) throws SQLException {
        CompressedRows.allowUnpacking(connection, storage);
    }

    private void upsert(Connection connection, ResultTable table, List<Map.Entry<EdgeKey, EdgeRow>> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EdgeColumns.upsertSql(table))) {
            EdgeColumns.bind(connection, statement, rows, origin);
            statement.executeUpdate();
        }
    }

    /** Row by row, since a joined delete could lock rows in another order; removals are few. */
    private static void delete(Connection connection, ResultTable table, List<Map.Entry<EdgeKey, EdgeRow>> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from " + table.tableName()
                + " where window_start = ? and source_cluster = ? and source_namespace = ? and source = ?"
                + " and source_kind = ? and source_version = ? and destination_cluster = ?"
                + " and destination_namespace = ? and destination = ? and destination_kind = ?"
                + " and destination_version = ? and protocol = ?")) {
            for (Map.Entry<EdgeKey, EdgeRow> row : rows) {
                EdgeKey key = row.getKey();
                Edge edge = key.edge();
                statement.setObject(
                        1, Instant.ofEpochMilli(key.windowStartMillis()).atOffset(ZoneOffset.UTC));
                setNode(statement, 2, edge.source(), edge.sourceVersion());
                setNode(statement, 7, edge.destination(), edge.destinationVersion());
                statement.setString(12, edge.protocol());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void setNode(PreparedStatement statement, int first, Node node, String version) throws SQLException {
        statement.setString(first, node.cluster());
        statement.setString(first + 1, node.namespace());
        statement.setString(first + 2, node.name());
        statement.setString(first + 3, node.kind().name());
        statement.setString(first + 4, version);
    }
}
