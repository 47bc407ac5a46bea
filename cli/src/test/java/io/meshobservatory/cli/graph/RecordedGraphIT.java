/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.TestData;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import io.meshobservatory.connectors.otlp.file.OtlpFrame;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The graphs of recordings must be those that were computed apart from this project: no edge missing, none too many,
 * every count equal, whatever the order in which the requests come.
 */
class RecordedGraphIT {
    @TempDir
    Path directory;

    private record Expected(long calls, long clientCalls, double clientMeanMillis, double serverMeanMillis) {}

    @ParameterizedTest
    @ValueSource(strings = {"online-boutique", "train-ticket"})
    void equalsTheExpectedEdges(String name) throws IOException {
        assertEqualsExpected(
                name, GraphRun.of("graph", "--format", "json", recording(name).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"online-boutique", "train-ticket"})
    void disorderAndRepetitionCostNothing(String name) throws IOException {
        List<byte[]> requests = requests(recording(name));
        List<byte[]> twice = new ArrayList<>(requests);
        twice.addAll(requests);
        Collections.shuffle(twice, new Random(3));

        Path file = write("shuffled-and-doubled.otlp", twice);

        assertEqualsExpected(name, GraphRun.of("graph", "--format", "json", file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"online-boutique", "train-ticket"})
    void twoHalvesInTheWrongOrderAreTheWhole(String name) throws IOException {
        List<byte[]> requests = requests(recording(name));
        int half = requests.size() / 2;
        Path first = write("first.otlp", requests.subList(0, half));
        Path second = write("second.otlp", requests.subList(half, requests.size()));

        assertEqualsExpected(name, GraphRun.of("graph", "--format", "json", second.toString(), first.toString()));
    }

    @Test
    void theGeneratedMeshIsWhole() {
        GraphRun run =
                GraphRun.of("graph", TestData.find("bench/mesh-200k.otlp.gz").toString());

        List<String[]> lines =
                run.out().lines().skip(1).map(line -> line.split(",")).toList();
        assertThat(lines).hasSize(160);
        assertThat(lines.stream().mapToLong(line -> Long.parseLong(line[6])).sum())
                .isEqualTo(100_000);
        assertThat(lines.stream().mapToLong(line -> Long.parseLong(line[7])).sum())
                .isEqualTo(1_308);
        assertThat(lines.stream().map(line -> String.join(",", line)).toList()).isSorted();
    }

    @Test
    void aFileThatIsNotThereIsBadUsage() {
        GraphRun run = GraphRun.of("graph", "no-such-file.otlp");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no-such-file.otlp: no such file");
    }

    @Test
    void aFileThatIsNoOtlpIsBadInput() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "these are my notes\n".repeat(100));

        GraphRun run = GraphRun.of("graph", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("notes.txt").doesNotContain("at org.apache.flink");
    }

    /** An exporter that was killed, a disk that was full: the message says which file, and where. */
    @Test
    void aFileThatWasCutIsBadInput() throws IOException {
        byte[] whole = Files.readAllBytes(recording("train-ticket"));
        Path file = Files.write(directory.resolve("cut.otlp.gz"), Arrays.copyOf(whole, whole.length / 2));

        GraphRun run = GraphRun.of("graph", recording("train-ticket").toString(), file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("cut.otlp.gz").doesNotContain("at org.apache.flink");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void anEmptyFileIsAnEmptyGraph() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.otlp"));

        GraphRun run = GraphRun.of("graph", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines(GraphFormat.CSV_HEADER);
        assertThat(run.err()).contains("no calls in the input");
    }

    @Test
    void anUnknownFormatIsBadUsage() {
        assertThat(GraphRun.of("graph", "--format", "xml", "x").exitCode()).isEqualTo(2);
    }

    private static void assertEqualsExpected(String name, GraphRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        Map<String, Expected> expected = expected(name);
        Map<String, JsonNode> seen = new TreeMap<>();
        for (JsonNode edge : new ObjectMapper().readTree(run.out()).get("edges")) {
            if (!isUnseen(edge.get("source")) && !isUnseen(edge.get("destination"))) {
                String key = edge.at("/source/name").asText() + ","
                        + edge.at("/destination/name").asText();
                assertThat(seen.put(key, edge)).as("edge %s twice", key).isNull();
            }
        }
        assertThat(seen.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, edge) -> {
            JsonNode got = seen.get(key);
            assertThat(got.get("calls").asLong()).as(key).isEqualTo(edge.calls());
            assertThat(got.at("/client_latency/calls").asLong()).as(key).isEqualTo(edge.clientCalls());
            // the expected means are rounded to a thousandth
            assertThat(got.at("/client_latency/mean_ms").asDouble())
                    .as(key)
                    .isCloseTo(edge.clientMeanMillis(), within(0.000_6));
            assertThat(got.at("/server_latency/mean_ms").asDouble())
                    .as(key)
                    .isCloseTo(edge.serverMeanMillis(), within(0.000_6));
        });
    }

    private static boolean isUnseen(JsonNode node) {
        String kind = node.get("kind").asText();
        return kind.equals("UNKNOWN") || kind.equals("EXTERNAL");
    }

    private static Map<String, Expected> expected(String name) throws IOException {
        Map<String, Expected> expected = new TreeMap<>();
        List<String> lines = Files.readAllLines(TestData.find("traces/" + name + ".edges.csv"));
        assertThat(lines.get(0)).isEqualTo("source,destination,calls,client_calls,client_mean_ms,server_mean_ms");
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            expected.put(
                    fields[0] + "," + fields[1],
                    new Expected(
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3]),
                            Double.parseDouble(fields[4]),
                            Double.parseDouble(fields[5])));
        }
        return expected;
    }

    private static Path recording(String name) {
        return TestData.find("traces/" + name + ".otlp.gz");
    }

    private static List<byte[]> requests(Path file) throws IOException {
        List<byte[]> requests = new ArrayList<>();
        try (OtlpFileReader reader = OtlpFileReader.open(Files.newInputStream(file), file.toString(), null)) {
            for (OtlpFrame frame = reader.next(); frame != null; frame = reader.next()) {
                requests.add(frame.value());
            }
        }
        return requests;
    }

    private Path write(String name, List<byte[]> requests) throws IOException {
        Path file = directory.resolve(name);
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            for (byte[] request : requests) {
                out.writeInt(request.length);
                out.write(request);
            }
        }
        return file;
    }
}
