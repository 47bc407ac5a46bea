/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.core.score.ScoreMinute;
import io.meshobservatory.core.score.ScoreRow;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScoreSinksIT {
    private TestDatabase database;

    @BeforeEach
    void migrate() throws SQLException {
        database = TestDatabase.create();
        Migrations.migrate(database.config());
    }

    @Test
    @DisplayName("scores are replaced by minute and node; what was never seen is null in the measures")
    void scores() throws Exception {
        List<Measure> why = List.of(
                new Measure("calls\0", 9, 2.5, "calls/min", 0.75), Measure.of("new_edges", 3, Double.NaN, "count"));
        ScoreRow first = new ScoreRow(Rows.START, Rows.service("cart"), 7, 0.5, 0.25, false, List.of());
        ScoreRow later = new ScoreRow(Rows.START, Rows.service("cart"), 8, 0.625, 0.875, true, why);
        ScoreRow ancient = new ScoreRow(0, Rows.service("cart"), 1, 0, 0, false, List.of());

        write(new ScoreUpserts(), first);
        write(new ScoreUpserts(), later, ancient);

        assertThat(database.query("select window_start, name, model_version, raw_score, score, signalled, measures"
                        + " from scores order by window_start"))
                .containsExactly(
                        "1970-01-01 00:00:00+00|cart|1|0|0|f|[]",
                        "2026-11-21 12:00:00+00|cart|8|0.625|0.875|t|[{\"unit\": \"calls/min\", \"share\": 0.75,"
                                + " \"feature\": \"calls\ufffd\", \"expected\": 2.5, \"observed\": 9.0},"
                                + " {\"unit\": \"count\", \"share\": null, \"feature\": \"new_edges\","
                                + " \"expected\": null, \"observed\": 3.0}]");
    }

    @Test
    @DisplayName("spreads of scores are replaced by minute, cluster and model")
    void minutes() throws Exception {
        write(new ScoreMinuteUpserts(), new ScoreMinute(Rows.START, "east", 1, 5, 0, 0.1, 0.2, 0.3));
        write(
                new ScoreMinuteUpserts(),
                new ScoreMinute(Rows.START, "east", 1, 6, 1, 0.5, 0.75, Double.NaN),
                new ScoreMinute(Rows.START, "west", 1, 7, 0, 0, 0, 0));

        assertThat(database.query("select cluster, scored, signalled, score_p50, score_p99,"
                        + " coalesce(score_max::text, '-') from score_minutes order by cluster"))
                .containsExactly("east|6|1|0.5|0.75|-", "west|7|0|0|0|0");
    }

    @Test
    @DisplayName("models are kept by cluster and version, with the bytes that they are")
    void models() throws Exception {
        byte[] blob = {0, 1, -1, 127};
        write(new ModelUpserts(), new ModelRow("east", 1, 2, Rows.START, 900, "{\"seed\": 1}", new byte[0]));
        write(
                new ModelUpserts(),
                new ModelRow("east", 1, 2, Rows.START, 1000, "{\"seed\": 17}", blob),
                new ModelRow("east", 2, 2, Rows.START, 1000, "{}", blob));

        assertThat(database.query("select version, schema_version, trained_at, rows, summary, encode(model, 'hex')"
                        + " from models order by version"))
                .containsExactly(
                        "1|2|2026-11-21 12:00:00+00|1000|{\"seed\": 17}|0001ff7f",
                        "2|2|2026-11-21 12:00:00+00|1000|{}|0001ff7f");
    }

    @SafeVarargs
    private <K extends Comparable<K>, T> void write(Upserts<K, T> upserts, T... rows) throws Exception {
        try (UpsertSinkWriter<K, T> writer = new UpsertSinkWriter<>(
                upserts,
                WriterHarness.QUICK,
                Connections.to(database.config()),
                new ManualTimers(),
                new SinkMetrics(new RecordingMetrics()))) {
            for (T row : rows) {
                writer.write(row, null);
            }
            writer.flush(true);
        }
    }
}
