/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.Watermark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a writer finds, and leaves, of an attempt that failed. */
class UnconfirmedRowsIT {
    private static final long HOUR = 3_600_000;

    private final RecordingMetrics metrics = new RecordingMetrics();
    private TestDatabase database;

    @BeforeEach
    void migrate() throws SQLException {
        database = TestDatabase.create();
        Migrations.migrate(database.config());
    }

    @Test
    @DisplayName(
            "rows inserted after the checkpoint are taken back, in all widths; those of before stay, replaced or not")
    void takenBack() throws Exception {
        List<WriterMark> state;
        try (EdgeRowWriter first = open(OptionalLong.empty(), List.of())) {
            first.writeWatermark(new Watermark(Rows.START));
            write(first, row(1, 1), row(2, 1));
            state = first.snapshotState(7);
            write(first, row(2, 5));
            for (WindowSize size : WindowSize.values()) {
                write(first, Rows.row(size, Rows.START, 3, 1));
            }
            first.snapshotState(8);
            write(first, row(4, 1));
        }
        assertThat(origins()).containsExactly("caller-1|-1", "caller-2|-1", "caller-3|7", "caller-4|8");

        open(OptionalLong.of(7), state).close();
        assertThat(database.query("select window_seconds, source, calls from edges order by 1, 2"))
                .containsExactly("10|caller-1|1", "10|caller-2|5");
        assertThat(metrics.count("rowsTakenBack")).isEqualTo(4);
    }

    @Test
    @DisplayName("what was written before a checkpoint that failed counts as written before the next one that succeeds")
    void failedCheckpoint() throws Exception {
        List<WriterMark> state;
        try (EdgeRowWriter first = open(OptionalLong.empty(), List.of())) {
            first.writeWatermark(new Watermark(Rows.START));
            write(first, row(1, 1));
            first.snapshotState(3);
            write(first, row(2, 1));
            state = first.snapshotState(4);
            write(first, row(3, 1));
        }
        try (EdgeRowWriter second = open(OptionalLong.of(4), state)) {
            assertThat(origins()).containsExactly("caller-1|-1", "caller-2|3");
            write(second, row(3, 1));
        }
        assertThat(origins()).containsExactly("caller-1|-1", "caller-2|3", "caller-3|4");
        open(OptionalLong.of(4), state).close();
        assertThat(origins()).containsExactly("caller-1|-1", "caller-2|3");
    }

    @Test
    @DisplayName("a row that was removed and comes back is a new one")
    void removedAndInsertedAgain() throws Exception {
        try (EdgeRowWriter writer = open(OptionalLong.empty(), List.of())) {
            write(writer, row(1, 1));
            writer.snapshotState(1);
            write(writer, Rows.removal(WindowSize.TEN_SECONDS, Rows.START, 1));
            write(writer, row(1, 1));
        }
        assertThat(origins()).containsExactly("caller-1|1");
    }

    @Test
    @DisplayName("rows of other writers, of other jobs and of windows that were long over are left alone")
    void othersAreLeftAlone() throws Exception {
        UUID id = UUID.randomUUID();
        try (EdgeRowWriter other = open(OptionalLong.empty(), List.of())) {
            other.snapshotState(9);
            write(other, row(1, 1));
        }
        try (EdgeRowWriter writer = open(OptionalLong.of(5), List.of(new WriterMark(id, Rows.START)))) {
            write(writer, row(2, 1), Rows.row(WindowSize.TEN_SECONDS, Rows.START + 10_000, 2, 1));
            write(writer, Rows.row(WindowSize.ONE_HOUR, Rows.START, 2, 1));
        }
        open(OptionalLong.of(5), List.of(new WriterMark(id, Rows.START + HOUR + 15_000)))
                .close();
        assertThat(database.query("select window_seconds, window_start, source from edges order by 1, 2, 3"))
                .containsExactly("10|2026-11-21 12:00:00+00|caller-1", "10|2026-11-21 12:00:00+00|caller-2");
    }

    @Test
    @DisplayName("without a watermark nothing is taken back before the first row, which tells where to look")
    void noWatermark() throws Exception {
        WriterMark mark = new WriterMark(UUID.randomUUID(), Long.MIN_VALUE);
        try (EdgeRowWriter writer = open(OptionalLong.of(1), List.of(mark))) {
            write(writer, row(1, 1), row(2, 1));
        }
        List<WriterMark> state;
        try (EdgeRowWriter writer = open(OptionalLong.of(1), List.of(mark))) {
            assertThat(origins()).containsExactly("caller-1|1", "caller-2|1");
            state = writer.snapshotState(2);
        }
        assertThat(state).as("it has not written anything either").containsExactly(mark);
        try (EdgeRowWriter writer = open(OptionalLong.of(2), state)) {
            write(writer, row(2, 1));
            assertThat(origins()).containsExactly("caller-2|2");
            assertThat(writer.snapshotState(3)).containsExactly(new WriterMark(mark.writer(), Rows.START));
        }
    }

    @Test
    @DisplayName("the end of the input does not move the time behind which windows are over")
    void endOfInput() throws Exception {
        try (EdgeRowWriter writer = open(OptionalLong.empty(), List.of())) {
            assertThat(writer.snapshotState(1))
                    .extracting(WriterMark::watermarkMillis)
                    .containsExactly(Long.MIN_VALUE);
            writer.writeWatermark(new Watermark(5));
            writer.writeWatermark(Watermark.MAX_WATERMARK);
            assertThat(writer.snapshotState(2))
                    .extracting(WriterMark::watermarkMillis)
                    .containsExactly(5L);
        }
    }

    @Test
    @DisplayName("two writers become one: it takes back the rows of both and keeps both ids")
    void scaledDown() throws Exception {
        List<WriterMark> state = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            try (EdgeRowWriter writer = open(OptionalLong.empty(), List.of())) {
                writer.writeWatermark(new Watermark(Rows.START + i));
                state.addAll(writer.snapshotState(1));
                write(writer, row(i, 1));
            }
        }
        try (EdgeRowWriter one = open(OptionalLong.of(1), state)) {
            assertThat(origins()).isEmpty();
            assertThat(one.snapshotState(2))
                    .containsExactly(
                            new WriterMark(state.get(0).writer(), Rows.START + 2),
                            new WriterMark(state.get(1).writer(), Rows.START + 2));
        }
    }

    @Test
    @DisplayName(
            "a row whose edge moved to another writer, which is quicker, is not taken back by the slower former one")
    void movedToAQuickerWriter() throws Exception {
        WriterMark slow = new WriterMark(UUID.randomUUID(), Rows.START);
        WriterMark quick = new WriterMark(UUID.randomUUID(), Rows.START);
        try (EdgeRowWriter writer = open(OptionalLong.of(0), List.of(slow))) {
            write(writer, row(1, 1));
            writer.snapshotState(1);
            write(writer, row(2, 1), row(3, 1));
        }
        try (EdgeRowWriter writer = open(OptionalLong.of(1), List.of(quick))) {
            write(writer, row(1, 2), row(2, 2));
            open(OptionalLong.of(1), List.of(slow)).close();
        }
        assertThat(database.query("select source, calls, writer from edges_10s order by 1"))
                .containsExactly("caller-1|2|" + slow.writer(), "caller-2|2|" + quick.writer());
    }

    @Test
    @DisplayName("state is read as it was written, and refused if it is of another version")
    void state() throws Exception {
        WriterMark mark = new WriterMark(UUID.randomUUID(), Rows.START);
        byte[] bytes = WriterMark.SERIALIZER.serialize(mark);
        assertThat(WriterMark.SERIALIZER.deserialize(WriterMark.SERIALIZER.getVersion(), bytes))
                .isEqualTo(mark);
        assertThatThrownBy(() -> WriterMark.SERIALIZER.deserialize(2, bytes))
                .isInstanceOf(IOException.class)
                .hasMessage("state of a writer in version 2 with 24 bytes (expected: 1 with 24)");
    }

    private EdgeRowWriter open(OptionalLong restored, List<WriterMark> marks) throws IOException {
        return EdgeRowWriter.open(
                WriterHarness.QUICK,
                Connections.to(database.config()),
                new ManualTimers(),
                new SinkMetrics(metrics),
                restored,
                marks);
    }

    private static EdgeRow row(int edge, long calls) {
        return Rows.row(WindowSize.TEN_SECONDS, Rows.START, edge, calls);
    }

    /** Each row in a flush of its own. */
    private static void write(EdgeRowWriter writer, EdgeRow... rows) throws IOException, InterruptedException {
        for (EdgeRow row : rows) {
            writer.write(row, null);
            writer.flush(false);
        }
    }

    private List<String> origins() throws SQLException {
        return database.query("select source, created_after from edges_10s order by 1");
    }
}
