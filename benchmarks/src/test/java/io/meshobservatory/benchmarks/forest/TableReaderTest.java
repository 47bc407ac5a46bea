/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableReaderTest {
    private static final String GOOD = "a,b,label\n1,2.5,0\n-3e2,,1\r\n\n4,NaN,0.0\n";

    @Test
    @DisplayName("header, numbers, labels; empty cells and NaN are missing; blank lines are none")
    void reads() throws IOException {
        LabelledTable table = read(GOOD.getBytes(StandardCharsets.UTF_8));
        assertThat(table.features()).containsExactly("a", "b");
        assertThat(table.rows()).hasDimensions(3, 2);
        assertThat(table.rows()[0]).containsExactly(1, 2.5);
        assertThat(table.rows()[1]).containsExactly(-300, Double.NaN);
        assertThat(table.rows()[2]).containsExactly(4, Double.NaN);
        assertThat(table.anomalous()).containsExactly(false, true, false);
        assertThat(table.anomalies()).isEqualTo(1);
    }

    @Test
    @DisplayName("gzip, and a byte order mark, make no difference")
    void readsGzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(bytes.toByteArray()).features()).containsExactly("a", "b");
    }

    static Stream<Arguments> wrongTables() {
        return Stream.of(
                Arguments.of("", "empty (expected: a header line, then rows)"),
                Arguments.of("a,b\n1,0\n", "line 1: the last column is \"b\" (expected: \"label\")"),
                Arguments.of("label\n1\n", "line 1: no column but the label (expected: features before it)"),
                Arguments.of("a,label\n", "no rows behind the header (expected: at least one of each class)"),
                Arguments.of("a,b,label\n1,2,0\n1,x2,0\n", "line 3, column 2 (b): \"x2\" (expected: a number)"),
                Arguments.of("a,label\n1,0\n1\n", "line 3: 1 cells (expected: 2)"),
                Arguments.of("a,label\n1,0\n2,2\n", "line 3, column 2 (label): \"2\" (expected: 0 or 1)"),
                Arguments.of("a,label\n1,0\n2,\n", "line 3, column 2 (label): \"\" (expected: a number)"),
                Arguments.of("a,label\n1,0\n2,0\n", "2 rows, 0 of them anomalies (expected: rows of both classes)"),
                Arguments.of("a,label\n1,1\n", "1 rows, 1 of them anomalies (expected: rows of both classes)"));
    }

    @ParameterizedTest
    @MethodSource("wrongTables")
    @DisplayName("what is wrong is said, with line and column")
    void refuses(String text, String message) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    @DisplayName("gzip that is cut off is an error, not a short table")
    void refusesDamagedGzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 10);
        assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }

    private static LabelledTable read(byte[] bytes) throws IOException {
        return TableReader.read(new ByteArrayInputStream(bytes));
    }
}
