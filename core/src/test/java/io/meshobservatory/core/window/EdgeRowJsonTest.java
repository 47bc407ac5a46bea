/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON that others read: it must say all of a row, obey its published schema, and refuse what it is not. */
class EdgeRowJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long HOUR_START = 1_699_999_200_000L;

    static Stream<EdgeRow> rows() {
        Random random = new Random(9);
        EdgeStats many = new EdgeStats();
        for (int i = 0; i < 500; i++) {
            many.add(Calls.random(random));
        }
        EdgeStats one = new EdgeStats();
        one.add(Calls.at(5, Outcome.OK));
        EdgeStats oneSided = new EdgeStats();
        oneSided.add(
                Calls.call(1, 1, -1, 0, Outcome.FAILED_STATUS, "a \"quoted\" flag,Ü\ud83d\ude00", 0, "spiffe://x"));
        Edge strange = new Edge(
                Node.external("xn--bcher-kva.example"),
                "",
                new Node("", "-", "topic \"ü\" \ud83d\ude00", io.meshobservatory.core.graph.NodeKind.MESSAGING),
                "unknown",
                "kafka");
        return Stream.of(
                Rows.of(WindowSize.ONE_HOUR, HOUR_START, Calls.EDGE, many),
                Rows.of(WindowSize.TEN_SECONDS, HOUR_START, Calls.EDGE, one),
                Rows.of(WindowSize.ONE_MINUTE, 0, strange, oneSided),
                counted(),
                EdgeRow.removal(WindowSize.TEN_SECONDS, HOUR_START, Calls.EDGE));
    }

    /** Nothing but connections, as metrics tell of raw TCP. */
    private static EdgeRow counted() {
        EdgeStats connections = new EdgeStats();
        connections.addConnections(3, 2, Exchange.NOTHING);
        connections.addBytes(70, 80);
        return Rows.of(WindowSize.TEN_SECONDS, HOUR_START, Calls.EDGE, connections);
    }

    @ParameterizedTest
    @MethodSource("rows")
    @DisplayName("a row is read back as it was written, absent parts included")
    void roundTrip(EdgeRow row) {
        assertThat(EdgeRowJson.read(EdgeRowJson.write(row))).isEqualTo(row);
    }

    @ParameterizedTest
    @MethodSource("rows")
    @DisplayName("every row obeys the published schema")
    void obeysTheSchema(EdgeRow row) throws IOException {
        assertThat(schema().validate(MAPPER.readTree(EdgeRowJson.write(row)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window_start",
                "source",
                "calls",
                "errors_by_class",
                "response_flags",
                "client_latency",
                "mtls",
                "basis",
                "operations",
                "denials",
                "sampled_by_evidence"
            })
    @DisplayName("the schema notices what is missing, or it would show nothing")
    void schemaNotices(String field) throws IOException {
        ObjectNode json = json();
        json.remove(field);
        assertThat(schema().validate(json)).isNotEmpty();

        json = json();
        json.put("an_unknown_field", 1);
        assertThat(schema().validate(json)).isNotEmpty();
    }

    @Test
    @DisplayName("what is not there is null, so that a reader need not guess between absent and unknown")
    void absentIsNull() throws IOException {
        ObjectNode json = (ObjectNode)
                MAPPER.readTree(EdgeRowJson.write(EdgeRow.removal(WindowSize.TEN_SECONDS, HOUR_START, Calls.EDGE)));

        assertThat(json.get("client_latency").isNull()).isTrue();
        assertThat(json.get("slowest_trace_id").isNull()).isTrue();
        assertThat(json.get("source_principal").isNull()).isTrue();
        assertThat(json.get("window_start").asText()).isEqualTo("2023-11-14T22:00:00Z");
        json.remove("client_latency");
        assertThat(EdgeRowJson.read(MAPPER.writeValueAsBytes(json)).client()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/calls            | \"abc\"        | calls           | whole number",
                "/calls            | 1.5            | calls           | whole number",
                "/calls            | 99999999999999999999 | calls     | whole number",
                "/calls            | null           | calls           | mesh_edges object",
                "/window_seconds   | 30             | window_seconds  | 10, 60 or 3600",
                "/window_seconds   | 4294967306     | window_seconds  | 10, 60 or 3600",
                "/window_start     | \"yesterday\"  | window_start    | 2026-01-31T12:00:00Z",
                "/window_start     | 17             | window_start    | a string",
                "/last_seen        | \"+999999999-12-31T23:59:59Z\" | last_seen | 2026-01-31T12:00:00Z",
                "/source           | \"cart\"       | source          | an object",
                "/source/kind      | \"PLANET\"     | kind            | SERVICE",
                "/protocol         | {}             | protocol        | a string",
                "/response_flags   | [1]            | response_flags  | an object",
                "/response_flags/UF| \"x\"          | response_flags  | whole number",
                "/operations       | 1              | operations      | an object",
                "/denials          | null           | denials         | mesh_edges object",
                "/sampled_by_evidence | []          | sampled_by_evidence | an object",
                "/sampled_calls    | \"1\"          | sampled_calls   | whole number",
                "/basis/latency    | \"GUESS\"      | latency         | TRACES",
                "/connections_opened | null         | connections_opened | mesh_edges object",
                "/mutual_tls_calls | 0.5            | mutual_tls_calls | whole number",
                "/errors_by_class  | 3              | errors_by_class | an object",
                "/error_trace_id   | 3              | error_trace_id  | a string",
                "/client_latency   | 3              | client_latency  | an object",
                "/client_latency/sketch  | \"%%\"   | sketch          | base64",
                "/client_latency/sketch  | 7        | sketch          | a string",
                "/client_latency/mean_ms | \"fast\" | mean_ms         | a number"
            })
    @DisplayName("a wrong field is refused by name, with what was expected; it never reads as 0")
    void wrongFields(String pointer, String value, String field, String expected) throws IOException {
        ObjectNode json = json();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) json.at(pointer.substring(0, slash));
        parent.set(pointer.substring(slash + 1), MAPPER.readTree(value));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EdgeRowJson.read(MAPPER.writeValueAsBytes(json)))
                .withMessageContaining("'" + field + "'")
                .withMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{}", "\"x\"", "nonsense"})
    @DisplayName("what is no such object is refused as an argument")
    void noObject(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> EdgeRowJson.read(text.getBytes(UTF_8)));
    }

    @Test
    @DisplayName("bytes behind the object are refused: they are a sign of damage")
    void trailingBytes() throws IOException {
        String twice = json().toString() + "{}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EdgeRowJson.read(twice.getBytes(UTF_8)))
                .withMessageContaining("not JSON");
    }

    private static ObjectNode json() throws IOException {
        EdgeRow row = rows().findFirst().orElseThrow();
        return (ObjectNode) MAPPER.readTree(EdgeRowJson.write(row));
    }

    private static JsonSchema schema() throws IOException {
        Path file = Path.of("..", "docs", "schemas", "mesh_edges.schema.json");
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(file), config);
    }
}
