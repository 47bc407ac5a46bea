/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.window.EdgeRow;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A table of rows by key that survives the failure of the job, as a database does. */
final class RowTable implements Sink<EdgeRow> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Map<Tally.Key, Written>> TABLES = new ConcurrentHashMap<>();

    private final String name;

    /**
     * A row, and by which attempt of the job it was written last.
     *
     * @param attempt 0 for the first
     */
    private record Written(EdgeRow row, int attempt) {}

    RowTable(String name) {
        this.name = name;
        TABLES.put(name, new ConcurrentHashMap<>());
    }

    /**
     * The rows in the end.
     *
     * @param sinceAttempt leaves out those that only an earlier attempt wrote
     */
    Map<Tally.Key, EdgeRow> rows(int sinceAttempt) {
        Map<Tally.Key, EdgeRow> rows = new TreeMap<>();
        table().forEach((key, written) -> {
            if (written.attempt() >= sinceAttempt) {
                rows.put(key, written.row());
            }
        });
        return rows;
    }

    private Map<Tally.Key, Written> table() {
        return TABLES.computeIfAbsent(name, key -> new ConcurrentHashMap<>());
    }

    @Override
    public SinkWriter<EdgeRow> createWriter(WriterInitContext context) {
        int attempt = context.getTaskInfo().getAttemptNumber();
        return new SinkWriter<>() {
            @Override
            public void write(EdgeRow row, Context ignored) {
                if (row.isRemoval()) {
                    table().remove(Tally.Key.of(row));
                } else {
                    table().put(Tally.Key.of(row), new Written(row, attempt));
                }
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
