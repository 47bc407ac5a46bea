/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.NodeSighting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the table of everything that was ever a node. Thread-safe. */
public final class ServiceStore {
    private final Database database;

    public ServiceStore(Database database) {
        this.database = requireNonNull(database, "database");
    }

    /**
     * A cluster, as its nodes tell it.
     *
     * @param services how many of its nodes are of kind SERVICE
     * @param nodes how many nodes it has, of every kind
     * @param firstSeenMillis earliest sighting of any
     * @param lastSeenMillis latest sighting of any
     */
    public record Cluster(String name, long services, long nodes, long firstSeenMillis, long lastSeenMillis) {}

    /**
     * Which nodes are wanted; null stands for any.
     *
     * @param cluster their cluster
     * @param namespace their namespace
     * @param nameContains a part of their name, in any case
     */
    public record Filter(
            @Nullable String cluster,
            @Nullable String namespace,
            @Nullable String nameContains) {}

    /** All clusters by name, without the one that stands for "outside every cluster". */
    public List<Cluster> clusters() {
        return database.read(handle -> handle.createQuery(
                        "select cluster, count(*) filter (where kind = 'SERVICE') as services, count(*) as nodes,"
                                + " min(first_seen) as first_seen, max(last_seen) as last_seen from services"
                                + " where cluster <> :outside group by cluster order by cluster")
                .bind("outside", Node.NOT_APPLICABLE)
                .map((row, context) -> new Cluster(
                        row.getString("cluster"),
                        row.getLong("services"),
                        row.getLong("nodes"),
                        StoredEdgeMapper.millis(row, "first_seen"),
                        StoredEdgeMapper.millis(row, "last_seen")))
                .list());
    }

    /**
     * Nodes in the order of their keys.
     *
     * @param after the last node of the page before, null for the first page
     * @param count how many at most
     */
    public List<NodeSighting> page(Filter filter, @Nullable Node after, int count) {
        StringBuilder sql = new StringBuilder(
                "select cluster, namespace, name, kind, first_seen, last_seen from services" + " where true");
        append(sql, filter.cluster(), " and cluster = :cluster");
        append(sql, filter.namespace(), " and namespace = :namespace");
        append(sql, filter.nameContains(), " and position(lower(:part) in lower(name)) > 0");
        append(
                sql,
                after,
                " and (cluster, namespace, name, kind) > (:after_cluster, :after_namespace, :after_name, :after_kind)");
        sql.append(" order by cluster, namespace, name, kind limit :count");
        return database.read(handle -> {
            Query query = handle.createQuery(sql.toString()).bind("count", count);
            bind(query, "cluster", filter.cluster());
            bind(query, "namespace", filter.namespace());
            bind(query, "part", filter.nameContains());
            if (after != null) {
                query.bind("after_cluster", after.cluster())
                        .bind("after_namespace", after.namespace())
                        .bind("after_name", after.name())
                        .bind("after_kind", after.kind().name());
            }
            return query.map((row, context) -> sighting(row)).list();
        });
    }

    /** The nodes of a name: more than one where, say, a database and a service share it. By kind. */
    public List<NodeSighting> named(String cluster, String namespace, String name) {
        return database.read(handle -> handle.createQuery(
                        "select cluster, namespace, name, kind, first_seen, last_seen from services"
                                + " where cluster = :cluster and namespace = :namespace and name = :name order by kind")
                .bind("cluster", cluster)
                .bind("namespace", namespace)
                .bind("name", name)
                .map((row, context) -> sighting(row))
                .list());
    }

    private static void append(StringBuilder sql, @Nullable Object value, String condition) {
        if (value != null) {
            sql.append(condition);
        }
    }

    private static void bind(Query query, String name, @Nullable String value) {
        if (value != null) {
            query.bind(name, value);
        }
    }

    private static NodeSighting sighting(ResultSet row) throws SQLException {
        return new NodeSighting(
                new Node(
                        row.getString("cluster"),
                        row.getString("namespace"),
                        row.getString("name"),
                        NodeKind.valueOf(row.getString("kind"))),
                StoredEdgeMapper.millis(row, "first_seen"),
                StoredEdgeMapper.millis(row, "last_seen"));
    }
}
