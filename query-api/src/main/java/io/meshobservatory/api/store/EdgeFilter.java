/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which edges are wanted: a condition in SQL, and the values bound in it. Immutable. Values never become part of the
 * text.
 */
public final class EdgeFilter {
    private final String sql;
    private final Map<String, String> values;

    private EdgeFilter(String sql, Map<String, String> values) {
        this.sql = sql;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Edges with either end in a cluster and a namespace; null stands for any. */
    public static EdgeFilter touching(@Nullable String cluster, @Nullable String namespace) {
        Map<String, String> end = new LinkedHashMap<>();
        putIfGiven(end, "cluster", cluster);
        putIfGiven(end, "namespace", namespace);
        if (end.isEmpty()) {
            return new EdgeFilter("true", Map.of());
        }
        Conditions conditions = new Conditions();
        return conditions.either(endCondition(conditions, "source", end), endCondition(conditions, "destination", end));
    }

    /** Edges with a node at either end. */
    public static EdgeFilter touching(Node node) {
        Map<String, String> end = end(node.cluster(), node.namespace(), node.name(), node.kind());
        Conditions conditions = new Conditions();
        return conditions.either(endCondition(conditions, "source", end), endCondition(conditions, "destination", end));
    }

    /** Edges between two ends; null stands for any. */
    public static EdgeFilter between(End source, End destination, @Nullable String protocol) {
        Conditions conditions = new Conditions();
        String sql = endCondition(conditions, "source", end(source)) + " and "
                + endCondition(conditions, "destination", end(destination));
        if (protocol != null) {
            sql += " and e.protocol = " + conditions.bind("protocol", protocol);
        }
        return new EdgeFilter(sql, conditions.values);
    }

    /**
     * One end of wanted edges.
     *
     * @param cluster its cluster, null for any
     * @param namespace its namespace, null for any
     * @param name its name
     */
    public record End(@Nullable String cluster, @Nullable String namespace, String name) {
        public End {
            requireNonNull(name, "name");
        }
    }

    String sql() {
        return sql;
    }

    Map<String, String> values() {
        return values;
    }

    private static Map<String, String> end(End end) {
        return end(end.cluster(), end.namespace(), end.name(), null);
    }

    private static Map<String, String> end(
            @Nullable String cluster, @Nullable String namespace, String name, @Nullable NodeKind kind) {
        Map<String, String> columns = new LinkedHashMap<>();
        putIfGiven(columns, "cluster", cluster);
        putIfGiven(columns, "namespace", namespace);
        columns.put("", name);
        putIfGiven(columns, "kind", kind == null ? null : kind.name());
        return columns;
    }

    private static void putIfGiven(Map<String, String> columns, String column, @Nullable String value) {
        if (value != null) {
            columns.put(column, value);
        }
    }

    private static String endCondition(Conditions conditions, String side, Map<String, String> end) {
        StringBuilder sql = new StringBuilder();
        end.forEach((part, value) -> {
            String column = part.isEmpty() ? side : side + "_" + part;
            sql.append(sql.isEmpty() ? "" : " and ")
                    .append("e.")
                    .append(column)
                    .append(" = ")
                    .append(conditions.bind(column, value));
        });
        return sql.toString();
    }

    private static final class Conditions {
        private final Map<String, String> values = new LinkedHashMap<>();

        String bind(String column, String value) {
            String name = "filter_" + column;
            values.put(name, value);
            return ":" + name;
        }

        EdgeFilter either(String one, String other) {
            return new EdgeFilter("((" + one + ") or (" + other + "))", values);
        }
    }
}
