/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The finding that a SIEM reads: it says all of the alert, is what OCSF asks for, and is the same bytes every time. */
class AlertJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Alert> alerts() {
        Stream<Alert> states = Arrays.stream(Activity.values())
                .flatMap(activity -> Stream.of(
                        Alerts.exfiltration(1, activity, null), Alerts.exfiltration(2, activity, "backup until May")));
        Stream<Alert> kinds = Arrays.stream(AlertKind.values())
                .flatMap(kind -> Arrays.stream(Severity.values()).map(severity -> of(kind, severity)));
        return Stream.of(states, kinds, Stream.of(Alerts.anomaly())).flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    @DisplayName("an alert is read back as it was written, and obeys the published schema")
    void roundTrip(Alert alert) throws IOException {
        byte[] json = AlertJson.write(alert);

        assertThat(AlertJson.read(json)).isEqualTo(alert);
        assertThat(schema().validate(MAPPER.readTree(json))).isEmpty();
        assertThat(AlertJson.write(AlertJson.read(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    @DisplayName("what OCSF 1.5 requires of a Detection Finding is there, whatever our own schema says")
    void required(Alert alert) throws IOException {
        JsonNode json = MAPPER.readTree(AlertJson.write(alert));

        for (String field : List.of(
                "activity_id",
                "category_uid",
                "class_uid",
                "finding_info",
                "metadata",
                "severity_id",
                "time",
                "type_uid")) {
            assertThat(json.hasNonNull(field)).as(field).isTrue();
        }
        assertThat(json.at("/finding_info/uid").isTextual()).isTrue();
        assertThat(json.at("/finding_info/analytic/type_id").isInt()).isTrue();
        assertThat(json.at("/metadata/version").asText()).isEqualTo("1.5.0");
        assertThat(json.at("/metadata/product/name").isTextual()).isTrue();
        assertThat(json.get("type_uid").asLong())
                .isEqualTo(200_400 + json.get("activity_id").asLong());
        json.at("/finding_info/attacks")
                .forEach(attack -> assertThat(attack.has("technique")).isTrue());
        json.at("/evidences")
                .forEach(evidence -> assertThat(evidence.has("src_endpoint")).isTrue());
        json.at("/observables")
                .forEach(observable ->
                        assertThat(observable.get("type_id").isInt()).isTrue());
        json.at("/anomaly_analyses").forEach(analysis -> {
            assertThat(analysis.at("/analysis_targets/0/name").isTextual()).isTrue();
            assertThat(analysis.at("/anomalies/0/observation_parameter").isTextual())
                    .isTrue();
            assertThat(analysis.at("/anomalies/0/observations/0/value").isTextual())
                    .isTrue();
        });
    }

    @Test
    @DisplayName("the fields that a SIEM looks at say what they should")
    void content() throws IOException {
        JsonNode json = MAPPER.readTree(AlertJson.write(Alerts.exfiltration(1, Activity.CREATE, null)));

        assertThat(json.at("/finding_info/types").toString()).isEqualTo("[\"EXFILTRATION\"]");
        assertThat(json.at("/resources/0/name").asText()).isEqualTo("east/shop/cart");
        assertThat(json.at("/resources/1/uid").asText()).isEqualTo("database:east/shop/stock-db");
        assertThat(json.at("/evidences/1/src_endpoint").toString())
                .isEqualTo("{\"uid\":\"service:east/shop/cart\",\"name\":\"east/shop/cart\",\"svc_name\":\"cart\"}");
        assertThat(json.at("/evidences/1/dst_endpoint").toString())
                .isEqualTo("{\"uid\":\"external:-/-/files.example.com\",\"name\":\"-/-/files.example.com\","
                        + "\"hostname\":\"files.example.com\"}");
        assertThat(json.get("start_time").asLong()).isEqualTo(Alerts.MINUTE);
        assertThat(json.get("end_time").asLong()).isEqualTo(Alerts.MINUTE + 60_000);
        assertThat(json.get("confidence_score").asInt()).isEqualTo(88);
        assertThat(json.get("confidence").asText()).isEqualTo("High");
        assertThat(json.at("/finding_info/attacks/1").toString())
                .isEqualTo("{\"tactic\":{\"uid\":\"TA0010\",\"name\":\"Exfiltration\"},"
                        + "\"technique\":{\"uid\":\"T1567\"},"
                        + "\"sub_technique\":{\"uid\":\"T1567.002\",\"name\":\"Exfiltration to Cloud Storage\"}}");
        assertThat(json.at("/finding_info/analytic").toString())
                .isEqualTo("{\"uid\":\"exfiltration/2\",\"name\":\"exfiltration\",\"type_id\":2,"
                        + "\"type\":\"Behavioral\",\"version\":\"2\"}");
        assertThat(json.get("observables").findValuesAsText("value"))
                .containsExactly("service:east/shop/cart", "database:east/shop/stock-db", "files.example.com");
        assertThat(json.at("/anomaly_analyses/1/anomalies/0/observed_pattern").asText())
                .isEqualTo("UNSEEN");
        assertThat(json.at("/anomaly_analyses/1/anomalies/0/observations/0/value")
                        .asText())
                .isEqualTo("412346000 bytes");
        assertThat(json.at("/anomaly_analyses/1/baselines").toString())
                .isEqualTo("[{\"observation_parameter\":\"calls\",\"observations\":[{\"value\":\"0.1 calls/min\"}]}]");
        assertThat(json.at("/evidences/0/data/measures/0").toString())
                .isEqualTo("{\"feature\":\"response_bytes\",\"observed\":400000000,\"expected\":10000000,"
                        + "\"unit\":\"bytes\",\"share\":0.61}");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE,          , 1, New,         true",
        "UPDATE,          , 2, In Progress, true",
        "CLOSE,           , 4, Resolved,    false",
        "CREATE, a backup , 3, Suppressed,  false",
        "CLOSE,  a backup , 3, Suppressed,  false"
    })
    @DisplayName("the status follows the activity, and a suppression hides it")
    void status(Activity activity, String suppression, int id, String status, boolean alert) throws IOException {
        JsonNode json = MAPPER.readTree(AlertJson.write(Alerts.exfiltration(1, activity, suppression)));

        assertThat(json.get("status_id").asInt()).isEqualTo(id);
        assertThat(json.get("status").asText()).isEqualTo(status);
        assertThat(json.get("is_alert").asBoolean()).isEqualTo(alert);
        assertThat(json.path("status_detail").asText(null)).isEqualTo(suppression);
    }

    @Test
    @DisplayName("texts that stores refuse are made readable, so that no name can stop the job")
    void texts() {
        Alert alert = Alerts.anomaly();
        Alert strange = new Alert(
                alert.id(),
                1,
                alert.kind(),
                alert.activity(),
                0,
                0,
                0,
                alert.severity(),
                1,
                "a\0b\ud800c \ud83d\ude00",
                "one\ntwo\tthree\u0085",
                List.of(),
                alert.resources(),
                List.of(),
                List.of(),
                List.of(),
                "forest",
                null);

        Alert read = AlertJson.read(AlertJson.write(strange));

        assertThat(read.title()).isEqualTo("a\ufffdb\ufffdc \ud83d\ude00");
        assertThat(read.description()).isEqualTo("one\ntwo\tthree\ufffd");
    }

    @Test
    @DisplayName("figures that JSON cannot carry are null, and read as unknown")
    void noNumbers() throws IOException {
        Evidence evidence = new Evidence(
                0,
                1,
                Alerts.CART,
                null,
                "http",
                "",
                List.of(Measure.of("ratio", Double.POSITIVE_INFINITY, Double.NaN, "")),
                List.of());
        Alert anomaly = Alerts.anomaly();
        Alert alert = new Alert(
                "1",
                1,
                AlertKind.DDOS,
                Activity.CREATE,
                0,
                0,
                1,
                Severity.LOW,
                0.1,
                "",
                "",
                List.of(),
                anomaly.resources(),
                List.of(evidence),
                List.of(),
                List.of(),
                "x",
                null);

        byte[] json = AlertJson.write(alert);

        assertThat(AlertJson.read(json).evidence().get(0).measures().get(0).observed())
                .isNaN();
        assertThat(schema().validate(MAPPER.readTree(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/class_uid                 | 2001          | class_uid   | 2004",
                "/activity_id               | 4             | activity_id | one of [1, 2, 3]",
                "/activity_id               | 4294967297    | activity_id | one of [1, 2, 3]",
                "/activity_id               | \"1\"         | activity_id | one of [1, 2, 3]",
                "/time                      | \"soon\"      | time        | a whole number",
                "/time                      | 1.5           | time        | a whole number",
                "/severity_id               | 6             | severity_id | one of [1, 2, 3, 4, 5]",
                "/finding_info              | null          | finding_info | mesh_alerts object",
                "/finding_info/types        | [\"GOSSIP\"]  | types       | EXFILTRATION",
                "/finding_info/types        | [3]           | types       | a string",
                "/finding_info/attacks      | {}            | attacks     | a list",
                "/unmapped/revision         | 0             | revision    | 1 or more",
                "/unmapped/confidence       | 1e999         | confidence  | a finite number",
                "/unmapped/confidence       | \"high\"      | confidence  | a finite number",
                "/resources                 | 3             | resources   | a list",
                "/resources                 | [{\"data\":3}]| data        | an object",
                "/evidences                 | [{}]          | data        | mesh_alerts object",
                "/unmapped/checks           | [{\"explanation\":\"x\",\"ruled_out\":1}] | ruled_out | true or false"
            })
    @DisplayName("a wrong field is refused by name, with what was expected; it never reads as 0")
    void wrongFields(String pointer, String value, String field, String expected) throws IOException {
        ObjectNode json = json();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) json.at(pointer.substring(0, slash));
        parent.putRawValue(pointer.substring(slash + 1), new RawValue(value));
        String text = json.toString();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlertJson.read(text.getBytes(UTF_8)))
                .withMessageContaining("'" + field + "'")
                .withMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{}", "\"x\"", "nonsense", "{} {}"})
    @DisplayName("what is no such object is refused as an argument")
    void noObject(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AlertJson.read(text.getBytes(UTF_8)));
    }

    @Test
    @DisplayName("the schema notices what is missing and what is new, or it would show nothing")
    void schemaNotices() throws IOException {
        for (String field : List.of("time", "type_uid", "finding_info", "metadata", "resources", "unmapped")) {
            ObjectNode json = json();
            json.remove(field);
            assertThat(schema().validate(json)).as(field).isNotEmpty();
        }
        ObjectNode json = json();
        json.put("an_unknown_field", 1);
        assertThat(schema().validate(json)).isNotEmpty();
        json = json();
        json.put("status_id", 3);
        assertThat(schema().validate(json)).as("a suppression without a reason").isNotEmpty();
    }

    @Test
    @DisplayName("the version of the product is that of the build")
    void version() throws IOException {
        assertThat(Files.readString(Path.of("..", "pom.xml")))
                .containsPattern("<version>" + FindingWriter.PRODUCT_VERSION + "(-SNAPSHOT)?</version>");
    }

    private static Alert of(AlertKind kind, Severity severity) {
        Node strange = new Node("", "-", "topic \"ü\" / \ud83d\ude00", NodeKind.MESSAGING);
        return new Alert(
                "1",
                1,
                kind,
                Activity.CREATE,
                3,
                1,
                2,
                severity,
                1.0 / 3,
                "t",
                "d",
                List.of(),
                List.of(strange),
                List.of(),
                List.of(),
                List.of(),
                "a/b/1",
                null);
    }

    private static ObjectNode json() throws IOException {
        return (ObjectNode) MAPPER.readTree(AlertJson.write(Alerts.exfiltration(1, Activity.CREATE, null)));
    }

    private static JsonSchema schema() throws IOException {
        Path file = Path.of("..", "docs", "schemas", "mesh_alerts.schema.json");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(file));
    }
}
