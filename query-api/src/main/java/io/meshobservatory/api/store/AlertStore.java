/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.alert.AlertKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tables of alerts. No value of a request becomes part of a statement's text. Thread-safe. */
public final class AlertStore {
    private final Database database;

    public AlertStore(Database database) {
        this.database = requireNonNull(database, "database");
    }

    /**
     * An alert with its past.
     *
     * @param finding the state that was asked for, the JSON object that the jobs wrote
     * @param states the latest states, the last one coming first
     * @param total how many states there are
     */
    public record History(String finding, List<StoredAlertState> states, long total) {
        public History {
            states = List.copyOf(states);
        }
    }

    /**
     * Alerts, those that began last coming first.
     *
     * @param after the last alert of the page before, null for the first page; its finding counts for nothing
     * @param count how many at most
     */
    public List<StoredAlert> page(AlertFilter filter, @Nullable StoredAlert after, int count) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder sql = new StringBuilder("select id, start_time, finding::text as finding from alerts where true");
        Long since = filter.sinceMillis();
        if (since != null) {
            sql.append(" and end_time > :since");
            values.put("since", EdgeSql.timestamp(since));
        }
        Long until = filter.untilMillis();
        if (until != null) {
            sql.append(" and start_time < :until");
            values.put("until", EdgeSql.timestamp(until));
        }
        AlertKind kind = filter.kind();
        if (kind != null) {
            sql.append(" and kind = :kind");
            values.put("kind", kind.name());
        }
        if (!filter.statuses().isEmpty()) {
            sql.append(" and status = any (:statuses)");
            values.put("statuses", filter.statuses().stream().map(Enum::name).toArray(String[]::new));
        }
        String resource = filter.resource();
        if (resource != null) {
            sql.append(" and resources @> array[:resource]::text[]");
            values.put("resource", resource);
        }
        String cluster = filter.cluster();
        if (cluster != null) {
            sql.append(" and :cluster = any (clusters)");
            values.put("cluster", cluster);
        }
        if (after != null) {
            sql.append(" and (start_time < :after_start or (start_time = :after_start and id > :after_id))");
            values.put("after_start", EdgeSql.timestamp(after.startMillis()));
            values.put("after_id", after.id());
        }
        sql.append(" order by start_time desc, id limit :count");
        return database.read(handle -> handle.createQuery(sql.toString())
                .bindMap(values)
                .bind("count", count)
                .map((row, context) -> new StoredAlert(
                        row.getString("id"), StoredEdgeMapper.millis(row, "start_time"), row.getString("finding")))
                .list());
    }

    /**
     * One alert.
     *
     * @param revision which of its states, null for the latest
     * @param count how many states at most
     * @return empty if there is no such alert or state
     */
    public Optional<History> history(String id, @Nullable Integer revision, int count) {
        return database.read(handle -> {
            Optional<String> finding = revision == null
                    ? handle.createQuery("select finding::text from alerts where id = :id")
                            .bind("id", id)
                            .mapTo(String.class)
                            .findOne()
                    : handle.createQuery(
                                    "select finding::text from alert_revisions where id = :id and revision = :revision")
                            .bind("id", id)
                            .bind("revision", revision)
                            .mapTo(String.class)
                            .findOne();
            if (finding.isEmpty()) {
                return Optional.empty();
            }
            long total = handle.createQuery("select count(*) from alert_revisions where id = :id")
                    .bind("id", id)
                    .mapTo(Long.class)
                    .one();
            List<StoredAlertState> states = handle.createQuery("select revision, time, activity, status, severity_id"
                            + " from alert_revisions where id = :id order by revision desc limit :count")
                    .bind("id", id)
                    .bind("count", count)
                    .map((row, context) -> new StoredAlertState(
                            row.getInt("revision"),
                            StoredEdgeMapper.millis(row, "time"),
                            row.getString("activity"),
                            row.getString("status"),
                            row.getInt("severity_id")))
                    .list();
            return Optional.of(new History(finding.get(), states, total));
        });
    }
}
