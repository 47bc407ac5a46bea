/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.NodeSighting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Sightings of nodes: the earliest first and the latest last time win, in the buffer as in the table. */
final class NodeSightingUpserts implements Upserts<Node, NodeSighting> {
    /** Leaves a row alone that the sighting does not change: an update would write a new version of it for nothing. */
    private static final String UPSERT = "insert into services (cluster, namespace, name, kind, first_seen, last_seen)"
            + " select cluster, namespace, name, kind, timestamptz 'epoch' + first_seen * interval '1 millisecond',"
            + " timestamptz 'epoch' + last_seen * interval '1 millisecond'"
            + " from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[])"
            + " as r (cluster, namespace, name, kind, first_seen, last_seen)"
            + " on conflict (cluster, namespace, name, kind) do update set"
            + " first_seen = least(services.first_seen, excluded.first_seen),"
            + " last_seen = greatest(services.last_seen, excluded.last_seen)"
            + " where excluded.first_seen < services.first_seen or excluded.last_seen > services.last_seen";

    @Override
    public Node key(NodeSighting row) {
        return row.node();
    }

    @Override
    public NodeSighting merge(NodeSighting earlier, NodeSighting later) {
        return new NodeSighting(
                later.node(),
                Math.min(earlier.firstSeenMillis(), later.firstSeenMillis()),
                Math.max(earlier.lastSeenMillis(), later.lastSeenMillis()));
    }

    @Override
    public Counts write(Connection connection, List<Map.Entry<Node, NodeSighting>> sorted) throws SQLException {
        int size = sorted.size();
        String[] clusters = new String[size];
        String[] namespaces = new String[size];
        String[] names = new String[size];
        String[] kinds = new String[size];
        Long[] firsts = new Long[size];
        Long[] lasts = new Long[size];
        for (int i = 0; i < size; i++) {
            Node node = sorted.get(i).getKey();
            clusters[i] = node.cluster();
            namespaces[i] = node.namespace();
            names[i] = node.name();
            kinds[i] = node.kind().name();
            firsts[i] = sorted.get(i).getValue().firstSeenMillis();
            lasts[i] = sorted.get(i).getValue().lastSeenMillis();
        }
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            statement.setArray(1, connection.createArrayOf("text", clusters));
            statement.setArray(2, connection.createArrayOf("text", namespaces));
            statement.setArray(3, connection.createArrayOf("text", names));
            statement.setArray(4, connection.createArrayOf("text", kinds));
            statement.setArray(5, connection.createArrayOf("int8", firsts));
            statement.setArray(6, connection.createArrayOf("int8", lasts));
            statement.executeUpdate();
        }
        return new Counts(size, 0);
    }

    /** The table has no partitions. */
    @Override
    public int makePartitions(Connection connection, List<Map.Entry<Node, NodeSighting>> sorted) {
        return 0;
    }
}
