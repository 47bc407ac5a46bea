/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import io.meshobservatory.core.window.WindowSize;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of the statements over edges, and the values bound in them. Only names of columns and tables of this class
 * become part of the text.
 */
final class EdgeSql {
    /** What makes a pair of nodes with a protocol: an edge as it is answered. */
    static final List<String> PAIR = List.of(
            "source_cluster",
            "source_namespace",
            "source",
            "source_kind",
            "destination_cluster",
            "destination_namespace",
            "destination",
            "destination_kind",
            "protocol");

    private static final List<String> KEY = List.of(
            "source_cluster",
            "source_namespace",
            "source",
            "source_kind",
            "source_version",
            "destination_cluster",
            "destination_namespace",
            "destination",
            "destination_kind",
            "destination_version",
            "protocol");

    private static final List<String> FIGURES = List.of(
            "calls",
            "errors_http_5xx",
            "errors_grpc",
            "errors_no_response",
            "errors_status",
            "rejected_http_4xx",
            "rejected_grpc",
            "faults_injected",
            "response_flags",
            "denials",
            "operations",
            "request_bytes",
            "response_bytes",
            "connections_opened",
            "connections_closed",
            "client_calls",
            "client_latency_mean_ms",
            "client_latency_p99_ms",
            "client_latency_sketch",
            "server_calls",
            "server_latency_mean_ms",
            "server_latency_p99_ms",
            "server_latency_sketch",
            "mutual_tls_calls",
            "plain_text_calls",
            "unobserved_tls_calls",
            "source_principal",
            "destination_principal",
            "sampled_calls",
            "sampled_both_sides",
            "sampled_caller_only",
            "sampled_callee_only",
            "sampled_caller_missing",
            "context_lost_calls",
            "calls_basis",
            "bytes_basis",
            "latency_basis",
            "security_basis",
            "first_seen",
            "last_seen",
            "slowest_trace_id",
            "error_trace_id");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String branches;
    private final String narrowBranches;

    EdgeSql(List<Stretch> stretches, EdgeFilter filter) {
        values.putAll(filter.values());
        for (int i = 0; i < stretches.size(); i++) {
            values.put("from_" + i, timestamp(stretches.get(i).fromMillis()));
            values.put("to_" + i, timestamp(stretches.get(i).toMillis()));
        }
        branches = union(stretches, filter, columns(List.of("window_start"), KEY, FIGURES));
        narrowBranches = union(stretches, filter, columns(PAIR, List.of("calls", "connections_opened")));
    }

    Map<String, Object> values() {
        return values;
    }

    /** All rows. */
    String rows() {
        return branches;
    }

    /** How many pairs there are. */
    String countOfPairs() {
        return "select count(*) from (select distinct " + columns(PAIR) + " from (" + narrowBranches + ") e) pairs";
    }

    /** The rows of the pairs with the most calls and connections; binds `pair_limit`. */
    String rowsOfBusiestPairs() {
        String same =
                PAIR.stream().map(column -> "e." + column + " = top." + column).collect(Collectors.joining(" and "));
        return "with top as (select " + columns(PAIR) + " from (" + narrowBranches + ") e group by " + columns(PAIR)
                + " order by sum(calls + connections_opened) desc, " + columns(PAIR)
                + " limit :pair_limit) select e.* from (" + branches
                + ") e join top on " + same;
    }

    /** The starts of the newest windows with rows; binds `range_from` and `range_to`. */
    static String newest() {
        return "select " + newest(WindowSize.TEN_SECONDS) + ", " + newest(WindowSize.ONE_MINUTE) + ", "
                + newest(WindowSize.ONE_HOUR);
    }

    /** The start of the oldest window with rows; binds `range_from` and `range_to`. */
    static String oldest(WindowSize table) {
        return "select min(window_start) as oldest from " + table(table)
                + " where window_start >= :range_from and window_start < :range_to";
    }

    static OffsetDateTime timestamp(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }

    private static String newest(WindowSize table) {
        return "(select max(window_start) from " + table(table)
                + " where window_start >= :range_from and window_start < :range_to) as " + table(table);
    }

    private static String union(List<Stretch> stretches, EdgeFilter filter, String columns) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            sql.append(i == 0 ? "" : " union all ")
                    .append("select ")
                    .append(columns)
                    .append(" from ")
                    .append(table(stretch.table()))
                    .append(" e where e.window_start >= :from_")
                    .append(i)
                    .append(" and e.window_start < :to_")
                    .append(i)
                    .append(" and ")
                    .append(filter.sql())
                    .append(condition(stretch.rule()));
        }
        return sql.toString();
    }

    private static String condition(Stretch.Rule rule) {
        return switch (rule) {
            case ALL -> "";
            case UNLESS_IN_MINUTE -> notInMinute();
            case UNLESS_IN_HOUR -> notInHour("e.window_start");
            case UNLESS_IN_MINUTE_OR_HOUR -> notInMinute() + notInHour(start("1 minute"));
        };
    }

    private static String notInMinute() {
        return " and not exists (select 1 from edges_1m c where c.window_start = " + start("1 minute") + " and "
                + samePair() + ")";
    }

    private static String notInHour(String minute) {
        return " and not exists (select 1 from edges_1h c where c.window_start = " + start("1 hour") + " and "
                + samePair() + " and c.last_seen >= " + minute + ")";
    }

    /**
     * All rows of a pair come from one place at once, whatever their versions. And the versions may differ between the
     * widths: a version that nothing but its pair tells in ten seconds may have become another's in the minute.
     */
    private static String samePair() {
        return PAIR.stream().map(column -> "c." + column + " = e." + column).collect(Collectors.joining(" and "));
    }

    private static String start(String width) {
        return "date_bin('" + width + "', e.window_start, timestamptz '1970-01-01 00:00:00+00')";
    }

    private static String table(WindowSize size) {
        return switch (size) {
            case TEN_SECONDS -> "edges_10s";
            case ONE_MINUTE -> "edges_1m";
            case ONE_HOUR -> "edges_1h";
        };
    }

    @SafeVarargs
    private static String columns(List<String>... columns) {
        return Arrays.stream(columns)
                .flatMap(List::stream)
                .map(column -> "e." + column)
                .collect(Collectors.joining(", "));
    }
}
