/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.stream.Collectors.joining;

import io.meshobservatory.connectors.timescale.schema.ResultTable;
import io.meshobservatory.connectors.timescale.schema.Storage;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Facts: the value of a key is replaced. */
final class FactRowUpserts implements Upserts<FactKey, FactRow> {
    private record Column(String name, Function<FactKey, String> value) {}

    /** A peer that is not there is stored as empty texts: nulls would be no key. */
    private static final List<Column> TEXTS = List.of(
            new Column("cluster", key -> key.node().cluster()),
            new Column("namespace", key -> key.node().namespace()),
            new Column("name", key -> key.node().name()),
            new Column("kind", key -> key.node().kind().name()),
            new Column("peer_cluster", peer(Node::cluster)),
            new Column("peer_namespace", peer(Node::namespace)),
            new Column("peer_name", peer(Node::name)),
            new Column("peer_kind", peer(node -> node.kind().name())),
            new Column("fact", FactKey::fact),
            new Column("detail", FactKey::detail));

    private static final String NAMES = TEXTS.stream().map(Column::name).collect(joining(", "));

    private static final String UPSERT = "insert into facts (window_start, " + NAMES + ", value)"
            + " select timestamptz 'epoch' + window_start * interval '1 millisecond', " + NAMES + ", value"
            + " from unnest(?::int8[], "
            + TEXTS.stream().map(column -> "?::text[]").collect(joining(", "))
            + ", ?::float8[]) as r (window_start, " + NAMES + ", value)"
            + " on conflict (window_start, " + NAMES + ") do update set value = excluded.value";

    @Override
    public FactKey key(FactRow row) {
        return FactKey.of(row);
    }

    /** A row is whole: the later one says everything. */
    @Override
    public FactRow merge(FactRow earlier, FactRow later) {
        return later;
    }

    @Override
    public Counts write(Connection connection, List<Map.Entry<FactKey, FactRow>> sorted) throws SQLException {
        int size = sorted.size();
        Long[] starts = new Long[size];
        Double[] values = new Double[size];
        for (int i = 0; i < size; i++) {
            starts[i] = sorted.get(i).getKey().windowStartMillis();
            values[i] = sorted.get(i).getValue().value();
        }
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            int parameter = 1;
            statement.setArray(parameter++, connection.createArrayOf("int8", starts));
            for (Column column : TEXTS) {
                String[] texts = new String[size];
                for (int i = 0; i < size; i++) {
                    texts[i] = column.value().apply(sorted.get(i).getKey());
                }
                statement.setArray(parameter++, connection.createArrayOf("text", texts));
            }
            statement.setArray(parameter, connection.createArrayOf("float8", values));
            statement.executeUpdate();
        }
        return new Counts(size, 0);
    }

    @Override
    public int makePartitions(Connection connection, List<Map.Entry<FactKey, FactRow>> sorted) throws SQLException {
        return MissingPartitions.make(
                connection,
                ResultTable.FACTS,
                sorted.stream().map(row -> row.getKey().windowStartMillis()).toList());
    }

    @Override
    public void prepare(Connection connection, Storage storage) throws SQLException {
        CompressedRows.allowUnpacking(connection, storage);
    }

    private static Function<FactKey, String> peer(Function<Node, String> part) {
        return key -> {
            @Nullable Node peer = key.peer();
            return peer == null ? "" : part.apply(peer);
        };
    }
}
