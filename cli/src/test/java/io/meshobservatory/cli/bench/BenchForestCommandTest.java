/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.ObservatoryCli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchForestCommandTest {
    @TempDir
    Path directory = Path.of("unset");

    @Test
    @DisplayName("one JSON object on standard output, a line for each seed on standard error")
    void prints() throws IOException {
        StringBuilder table = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 400; i++) {
            boolean odd = i % 40 == 7;
            table.append(odd ? 90 + i : i % 10)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(odd ? 1 : 0)
                    .append('\n');
        }
        Run run = run(table.toString(), "--seeds", "2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err().lines()).hasSize(2);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("seeds").asInt()).isEqualTo(2);
        assertThat(json.get("auroc").asDouble()).isGreaterThan(0.99);
        assertThat(json.get("file").asText()).endsWith("table.csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b;1,2|the last column is \"b\" (expected: \"label\")",
                "a,label;1,0;oops,1|line 3, column 1 (a): \"oops\" (expected: a number)",
                "a,label;1,0;2,0|0 of them anomalies (expected: rows of both classes)",
                "a,label;1,0;2,1|rows: 2 (expected: at least 16)",
                "a,a,label;1,1,0;2,1,1|column a occurs twice (expected: once)"
            })
    @DisplayName("a bad table is bad input, and the message says why")
    void badTables(String lines, String message) throws IOException {
        Run run = run(lines.replace(';', '\n'));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("bench forest: ").contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    @DisplayName("an empty file, a missing one, and no seeds are bad input")
    void badInput() throws IOException {
        assertThat(run("").exitCode()).isEqualTo(2);
        assertThat(run("a,label\n1,0\n", "--seeds", "0").exitCode()).isEqualTo(2);
        assertThat(execute("bench", "forest", directory.resolve("none.csv").toString())
                        .exitCode())
                .isEqualTo(2);
    }

    private Run run(String table, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("table.csv"), table);
        String[] arguments = new String[3 + options.length];
        arguments[0] = "bench";
        arguments[1] = "forest";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return execute(arguments);
    }

    private static Run execute(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = ObservatoryCli.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return new Run(commandLine.execute(arguments), out.toString(), err.toString());
    }

    private record Run(int exitCode, String out, String err) {}
}
