/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON that others read: it must say all of a fact, obey its published schema, and refuse what it is not. */
class FactRowJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long MINUTE = 1_699_999_200_000L;
    private static final Node CART = new Node("east", "shop", "cart", NodeKind.SERVICE);

    static Stream<FactRow> rows() {
        Node strange = new Node("", "-", "topic \"ü\" \ud83d\ude00", NodeKind.MESSAGING);
        return Stream.concat(
                Arrays.stream(FactKind.values()).map(kind -> new FactRow(MINUTE, CART, null, kind, "", 3)),
                Stream.of(
                        new FactRow(MINUTE, CART, strange, FactKind.CIRCUIT_BREAKER_OPEN, "default.rq_open", 1),
                        new FactRow(0, strange, CART, FactKind.CERTIFICATE_EXPIRY, "a \"b\"\n", 1_900_963_606.25),
                        new FactRow(MINUTE, CART, null, FactKind.HEALTHY_HOSTS, "", -Double.MAX_VALUE)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    @DisplayName("a fact is read back as it was written, and obeys the published schema")
    void roundTrip(FactRow row) throws IOException {
        byte[] json = FactRowJson.write(row);

        assertThat(FactRowJson.read(json)).isEqualTo(row);
        assertThat(schema().validate(MAPPER.readTree(json))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"window_start", "node", "peer", "fact", "detail", "value"})
    @DisplayName("the schema notices what is missing, or it would show nothing")
    void schemaNotices(String field) throws IOException {
        ObjectNode json = json();
        json.remove(field);
        assertThat(schema().validate(json)).isNotEmpty();

        json = json();
        json.put("an_unknown_field", 1);
        assertThat(schema().validate(json)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/window_start | 17          | window_start | a string",
                "/window_start | \"soon\"    | window_start | 2026-01-31T12:00:00Z",
                "/node         | null        | node         | mesh_facts object",
                "/node         | \"cart\"    | node         | an object",
                "/node/kind    | \"PLANET\"  | kind         | SERVICE",
                "/node/name    | 3           | name         | a string",
                "/peer         | 3           | peer         | an object",
                "/fact         | \"gossip\"  | fact         | circuit_breaker_open",
                "/fact         | \"RATE_LIMITED\" | fact    | rate_limited",
                "/detail       | null        | detail       | mesh_facts object",
                "/value        | \"1\"       | value        | a finite number",
                "/value        | 1e999       | value        | a finite number"
            })
    @DisplayName("a wrong field is refused by name, with what was expected; it never reads as 0")
    void wrongFields(String pointer, String value, String field, String expected) throws IOException {
        ObjectNode json = json();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) json.at(pointer.substring(0, slash));
        parent.putRawValue(pointer.substring(slash + 1), new RawValue(value));
        String text = json.toString();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FactRowJson.read(text.getBytes(UTF_8)))
                .withMessageContaining("'" + field + "'")
                .withMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{}", "\"x\"", "nonsense", "{} {}"})
    @DisplayName("what is no such object is refused as an argument")
    void noObject(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FactRowJson.read(text.getBytes(UTF_8)));
    }

    @Test
    @DisplayName("a number that JSON cannot carry is refused when it is written, not by whoever reads it")
    void noNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FactRowJson.write(
                        new FactRow(MINUTE, CART, null, FactKind.HEALTHY_HOSTS, "", Double.POSITIVE_INFINITY)))
                .withMessage("value of healthy_hosts: Infinity (expected: a finite number)");
    }

    private static ObjectNode json() throws IOException {
        return (ObjectNode)
                MAPPER.readTree(FactRowJson.write(new FactRow(MINUTE, CART, CART, FactKind.RATE_LIMITED, "local", 2)));
    }

    private static JsonSchema schema() throws IOException {
        Path file = Path.of("..", "docs", "schemas", "mesh_facts.schema.json");
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(file), config);
    }
}
