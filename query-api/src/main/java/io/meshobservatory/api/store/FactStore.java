/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the table of facts. Only names of columns of this class become part of a statement's text. Thread-safe. */
public final class FactStore {
    private static final String NAMES =
            "cluster, namespace, name, kind, fact, detail, peer_cluster, peer_namespace, peer_name, peer_kind";

    private final Database database;

    public FactStore(Database database) {
        this.database = requireNonNull(database, "database");
    }

    /**
     * What the facts of one kind and detail come to over several minutes, merged in every way that there is.
     *
     * @param fact the newest row
     * @param sum all values added up
     * @param greatest the greatest value
     * @param least the least value
     */
    public record Summary(StoredFact fact, double sum, double greatest, double least) {}

    /**
     * Facts in the order of their keys, the earliest minutes first.
     *
     * @param range whole minutes
     * @param after the last fact of the page before, null for the first page
     * @param count how many at most
     */
    public List<StoredFact> page(TimeRange range, FactFilter filter, @Nullable StoredFact after, int count) {
        Map<String, Object> values = bounds(range, filter);
        String sql = "select window_start, " + NAMES + ", value from facts where " + conditions(filter);
        if (after != null) {
            Map<String, Object> key = key(after);
            sql += " and (window_start, " + NAMES + ") > ("
                    + key.keySet().stream().map(name -> ":" + name).collect(joining(", ")) + ")";
            values.putAll(key);
        }
        String page = sql + " order by window_start, " + NAMES + " limit :count";
        return database.read(handle -> handle.createQuery(page)
                .bindMap(values)
                .bind("count", count)
                .map((row, context) -> fact(row))
                .list());
    }

    /**
     * The facts of a range, merged over its minutes, in the order of their keys.
     *
     * @param range whole minutes
     * @param count how many at most
     */
    public List<Summary> summaries(TimeRange range, FactFilter filter, int count) {
        String sql = "select max(window_start) as window_start, " + NAMES
                + ", (array_agg(value order by window_start desc))[1] as value, sum(value) as total,"
                + " max(value) as greatest, min(value) as least from facts where " + conditions(filter)
                + " group by " + NAMES + " order by " + NAMES + " limit :count";
        return database.read(handle -> handle.createQuery(sql)
                .bindMap(bounds(range, filter))
                .bind("count", count)
                .map((row, context) -> new Summary(
                        fact(row), row.getDouble("total"), row.getDouble("greatest"), row.getDouble("least")))
                .list());
    }

    private static String conditions(FactFilter filter) {
        return "window_start >= :range_from and window_start < :range_to"
                + filter.values().keySet().stream()
                        .map(column -> " and " + column + " = :filter_" + column)
                        .collect(joining());
    }

    private static Map<String, Object> bounds(TimeRange range, FactFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("range_from", EdgeSql.timestamp(range.fromMillis()));
        values.put("range_to", EdgeSql.timestamp(range.toMillis()));
        filter.values().forEach((column, value) -> values.put("filter_" + column, value));
        return values;
    }

    private static Map<String, Object> key(StoredFact fact) {
        Node node = fact.node();
        Node peer = fact.peer();
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("after_window_start", EdgeSql.timestamp(fact.windowStartMillis()));
        key.put("after_cluster", node.cluster());
        key.put("after_namespace", node.namespace());
        key.put("after_name", node.name());
        key.put("after_kind", node.kind().name());
        key.put("after_fact", fact.fact());
        key.put("after_detail", fact.detail());
        key.put("after_peer_cluster", peer == null ? "" : peer.cluster());
        key.put("after_peer_namespace", peer == null ? "" : peer.namespace());
        key.put("after_peer_name", peer == null ? "" : peer.name());
        key.put("after_peer_kind", peer == null ? "" : peer.kind().name());
        return key;
    }

    private static StoredFact fact(ResultSet row) throws SQLException {
        return new StoredFact(
                StoredEdgeMapper.millis(row, "window_start"),
                node(row, ""),
                row.getString("peer_kind").isEmpty() ? null : node(row, "peer_"),
                row.getString("fact"),
                row.getString("detail"),
                row.getDouble("value"));
    }

    private static Node node(ResultSet row, String prefix) throws SQLException {
        return new Node(
                row.getString(prefix + "cluster"),
                row.getString(prefix + "namespace"),
                row.getString(prefix + "name"),
                NodeKind.valueOf(row.getString(prefix + "kind")));
    }
}
