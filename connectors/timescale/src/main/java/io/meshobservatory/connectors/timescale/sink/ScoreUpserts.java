/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.meshobservatory.connectors.timescale.schema.ResultTable;
import io.meshobservatory.connectors.timescale.schema.Storage;
import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.score.ScoreRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Scores of nodes: the row of a key is replaced. */
final class ScoreUpserts implements Upserts<ScoreKey, ScoreRow> {
    private static final JsonFactory JSON = new JsonFactory();

    private static final String UPSERT = "insert into scores (window_start, cluster, namespace, name, kind,"
            + " model_version, raw_score, score, signalled, measures) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)"
            + " on conflict (window_start, cluster, namespace, name, kind) do update set"
            + " model_version = excluded.model_version, raw_score = excluded.raw_score, score = excluded.score,"
            + " signalled = excluded.signalled, measures = excluded.measures";

    @Override
    public ScoreKey key(ScoreRow row) {
        return new ScoreKey(row.windowStartMillis(), row.node());
    }

    /** A row is whole: the later one says everything. */
    @Override
    public ScoreRow merge(ScoreRow earlier, ScoreRow later) {
        return later;
    }

    @Override
    public Counts write(Connection connection, List<Map.Entry<ScoreKey, ScoreRow>> sorted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            for (Map.Entry<ScoreKey, ScoreRow> entry : sorted) {
                ScoreRow row = entry.getValue();
                Node node = row.node();
                statement.setObject(
                        1, Instant.ofEpochMilli(row.windowStartMillis()).atOffset(ZoneOffset.UTC));
                statement.setString(2, node.cluster());
                statement.setString(3, node.namespace());
                statement.setString(4, node.name());
                statement.setString(5, node.kind().name());
                statement.setLong(6, row.modelVersion());
                statement.setDouble(7, row.rawScore());
                statement.setDouble(8, row.score());
                statement.setBoolean(9, row.signalled());
                statement.setString(10, json(row.measures()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return new Counts(sorted.size(), 0);
    }

    @Override
    public int makePartitions(Connection connection, List<Map.Entry<ScoreKey, ScoreRow>> sorted) throws SQLException {
        return MissingPartitions.make(
                connection,
                ResultTable.SCORES,
                sorted.stream().map(row -> row.getKey().windowStartMillis()).toList());
    }

    @Override
    public void prepare(Connection connection, Storage storage) throws SQLException {
        CompressedRows.allowUnpacking(connection, storage);
    }

    private static String json(List<Measure> measures) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (Measure measure : measures) {
                json.writeStartObject();
                json.writeStringField("feature", StoredText.clean(measure.feature()));
                number(json, "observed", measure.observed());
                number(json, "expected", measure.expected());
                json.writeStringField("unit", StoredText.clean(measure.unit()));
                number(json, "share", measure.share());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Null for what JSON cannot carry. */
    private static void number(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(field, value);
        } else {
            json.writeNullField(field);
        }
    }
}
