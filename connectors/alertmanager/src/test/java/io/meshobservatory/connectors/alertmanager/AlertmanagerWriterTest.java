/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.Severity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Alertmanager is told, over real HTTP; the clock stands still between steps. */
class AlertmanagerWriterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AlertmanagerOptions OPTIONS = new AlertmanagerOptions(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(8),
            Duration.ofMinutes(15),
            Duration.ofHours(24));

    private final FakeAlertmanager server = new FakeAlertmanager();
    private final RecordingMetrics metrics = new RecordingMetrics();
    private final ManualTimers timers = new ManualTimers();
    private final List<AlertmanagerWriter> writers = new ArrayList<>();

    @AfterEach
    void close() {
        writers.forEach(AlertmanagerWriter::close);
        server.close();
    }

    @Test
    @DisplayName("an open alert is told with labels that name it, what people want to know, and an end that lies ahead")
    void body() throws Exception {
        AlertmanagerWriter writer = writer(OPTIONS, List.of(), URI.create("http://mesh.example.com"), server.url());
        writer.write(Alerts.alert("ab12", 1, Activity.CREATE), null);
        untilTold(1);

        JsonNode alert = server.alerts().get(0);
        assertThat(alert.get("labels").toString())
                .isEqualTo("{\"alert_id\":\"ab12\",\"alertname\":\"MeshLateralMovement\",\"cluster\":\"east\","
                        + "\"kind\":\"LATERAL_MOVEMENT\",\"namespace\":\"shop\",\"service\":\"cart\","
                        + "\"severity\":\"high\",\"technique\":\"T1021\"}");
        JsonNode annotations = alert.get("annotations");
        assertThat(annotations.get("summary").asText()).isEqualTo("revision 1");
        assertThat(annotations.get("description").asText()).isEqualTo("from cart to ? stock");
        assertThat(annotations.get("confidence").asText()).isEqualTo("88 %");
        assertThat(annotations.get("resources").asText()).isEqualTo("east/shop/cart, -/-/files.example.com");
        assertThat(annotations.get("evidence").asText()).isEqualTo("hop 0\nhop 1\nhop 2\nhop 3\nhop 4\nand 2 more");
        assertThat(annotations.get("next_steps").asText()).isEqualTo("Look at cart\nLook at stock");
        assertThat(alert.get("startsAt").asText()).isEqualTo("2026-11-21T11:59:00Z");
        assertThat(alert.get("endsAt").asText()).isEqualTo("2026-11-21T12:05:01Z");
        assertThat(alert.get("generatorURL").asText()).isEqualTo("http://mesh.example.com/#alert=ab12");
        assertThat(server.authorizations()).containsOnly("Bearer secret");
        assertThat(metrics.count("alertsTold")).isEqualTo(1);
    }

    @Test
    @DisplayName("an open alert is told again before it expires, with its latest state, and ends once")
    void resends() throws Exception {
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
        untilTold(1);
        timers.advance(50_000);
        assertThat(server.alerts()).hasSize(1);
        untilTold(2);
        writer.write(Alerts.alert("a", 2, Activity.UPDATE), null);
        untilTold(3);
        assertThat(summary(2)).isEqualTo("revision 2");

        writer.write(Alerts.alert("a", 3, Activity.CLOSE), null);
        untilTold(4);
        assertThat(endMillis(3)).isLessThanOrEqualTo(timers.getCurrentProcessingTime());
        timers.advance(600_000);
        assertThat(server.alerts()).hasSize(4);
        assertThat(writer.snapshotState(1)).isEmpty();
    }

    @Test
    @DisplayName("suppressed alerts are not told, and one that becomes suppressed ends")
    void suppressed() throws Exception {
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE, Severity.HIGH, "backup"), null);
        writer.write(Alerts.alert("a", 2, Activity.CLOSE, Severity.HIGH, "backup"), null);
        writer.write(Alerts.alert("b", 1, Activity.CREATE), null);
        untilTold(1);
        writer.write(Alerts.alert("b", 2, Activity.UPDATE, Severity.HIGH, "backup"), null);
        untilTold(2);

        assertThat(server.alerts())
                .allMatch(alert -> alert.at("/labels/alert_id").asText().equals("b"));
        assertThat(endMillis(1)).isLessThanOrEqualTo(timers.getCurrentProcessingTime());
        assertThat(writer.snapshotState(1)).isEmpty();
    }

    @Test
    @DisplayName("a graver severity is another alert to Alertmanager: the old one ends, so that it is not shown twice")
    void changedLabels() throws Exception {
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE, Severity.MEDIUM, null), null);
        untilTold(1);
        writer.write(Alerts.alert("a", 2, Activity.UPDATE, Severity.CRITICAL, null), null);
        untilTold(3);

        for (JsonNode told : server.alerts().subList(1, 3)) {
            boolean old = told.at("/labels/severity").asText().equals("medium");
            long end = Instant.parse(told.get("endsAt").asText()).toEpochMilli();
            assertThat(end <= timers.getCurrentProcessingTime()).isEqualTo(old);
        }
        assertThat(writer.snapshotState(1))
                .singleElement()
                .satisfies(told -> assertThat(told.labels()).containsEntry("severity", "critical"));
    }

    @Test
    @DisplayName("answers of 500 are tried again with growing waits, until it is told; the job is not disturbed")
    void serverErrors() throws Exception {
        server.answer(503);
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
        step(() -> metrics.count("unavailable") == 1);
        int requests = server.requests();
        timers.advance(900);
        assertThat(server.requests()).isEqualTo(requests);
        step(() -> metrics.count("unavailable") >= 3);

        server.answer(200);
        writer.write(Alerts.alert("a", 2, Activity.UPDATE), null);
        untilTold(1);
        assertThat(summary(0)).isEqualTo("revision 2");
    }

    @Test
    @DisplayName("what is refused is not tried again at once, and does not keep others from being told")
    void refused() throws Exception {
        server.answer(400);
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
        step(() -> metrics.count("refused") == 1);
        timers.advance(30_000);
        assertThat(server.requests()).isEqualTo(1);

        server.answer(200);
        writer.write(Alerts.alert("b", 1, Activity.CREATE), null);
        untilTold(1);
        assertThat(server.alerts().get(0).at("/labels/alert_id").asText()).isEqualTo("b");
    }

    @Test
    @DisplayName("a server that never answers is given up after the timeout, and the task never waits for it")
    void silent() throws Exception {
        server.beSilent(true);
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
        long startedNanos = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            timers.advance(10);
            writer.flush(false);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofSeconds(2));
        step(() -> metrics.count("timedOut") >= 1);

        server.beSilent(false);
        untilTold(1);
    }

    @Test
    @DisplayName("a server that is away is found again, and then hears of what is open and of what ended meanwhile")
    void away() throws Exception {
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
        untilTold(1);
        server.stop();
        writer.write(Alerts.alert("a", 2, Activity.CLOSE), null);
        writer.write(Alerts.alert("b", 1, Activity.CREATE), null);
        step(() -> metrics.count("notConnected") >= 2);

        server.startAgain();
        untilTold(3);
        assertThat(server.alerts().subList(1, 3))
                .extracting(alert -> alert.at("/labels/alert_id").asText())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(writer.snapshotState(1)).hasSize(1);
    }

    @Test
    @DisplayName("an end that cannot be told is given up and counted, and so is an open alert without news")
    void givenUp() throws Exception {
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
        untilTold(1);
        server.stop();
        writer.write(Alerts.alert("a", 2, Activity.CLOSE), null);
        writer.write(Alerts.alert("b", 1, Activity.CREATE), null);

        timers.advance(Duration.ofMinutes(16).toMillis());
        assertThat(metrics.count("endsNotTold")).isEqualTo(1);
        assertThat(writer.snapshotState(1)).hasSize(1);
        timers.advance(Duration.ofHours(24).toMillis());
        assertThat(metrics.count("alertsForgotten")).isEqualTo(1);
        assertThat(writer.snapshotState(2)).isEmpty();
        server.startAgain();
    }

    @Test
    @DisplayName("every instance is told, and one that is away does not keep the other from it")
    void instances() throws Exception {
        try (FakeAlertmanager other = new FakeAlertmanager()) {
            other.stop();
            AlertmanagerWriter writer = writer(OPTIONS, List.of(), null, other.url(), server.url());
            writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
            untilTold(1);
            writer.write(Alerts.alert("a", 2, Activity.CLOSE), null);
            untilTold(2);
            assertThat(writer.snapshotState(1)).as("not told everywhere").hasSize(1);

            other.startAgain();
            step(() -> other.alerts().size() == 1);
            step(() -> writer.snapshotState(2).isEmpty());
        }
    }

    @Test
    @DisplayName("after a restart the open alerts go on being told, and what was not told yet is")
    void restored() throws Exception {
        server.answer(500);
        AlertmanagerWriter first = writer();
        first.write(Alerts.alert("a", 1, Activity.CREATE), null);
        first.write(Alerts.alert("b", 1, Activity.CREATE, Severity.LOW, null), null);
        first.write(Alerts.alert("b", 2, Activity.CLOSE, Severity.LOW, null), null);
        first.flush(false);
        List<Told> state = throughBytes(first.snapshotState(1));
        first.close();

        server.answer(200);
        AlertmanagerWriter second = writer(OPTIONS, state, null, server.url());
        untilTold(2);
        second.write(Alerts.alert("a", 2, Activity.CLOSE), null);
        untilTold(3);

        assertThat(server.alerts())
                .extracting(alert -> alert.at("/labels/alert_id").asText())
                .containsExactly("a", "b", "a");
        assertThat(endMillis(1)).isLessThanOrEqualTo(timers.getCurrentProcessingTime());
        assertThat(second.snapshotState(2)).isEmpty();
    }

    @Test
    @DisplayName("the end of a bounded input waits for the last alerts to be told")
    void endOfInput() throws Exception {
        AlertmanagerWriter writer = writer();
        writer.write(Alerts.alert("a", 1, Activity.CREATE), null);
        writer.write(Alerts.alert("a", 2, Activity.CLOSE), null);
        writer.flush(true);

        assertThat(server.alerts()).hasSize(1);
        assertThat(metrics.count("alertsTold")).isEqualTo(1);
    }

    @Test
    @DisplayName("thousands of alerts are told in several requests, each once")
    void many() throws Exception {
        AlertmanagerWriter writer = writer();
        for (int i = 0; i < 1_001; i++) {
            writer.write(Alerts.alert("id" + i, 1, Activity.CREATE), null);
        }
        untilTold(1_001);
        assertThat(server.requests()).isEqualTo(6);
    }

    private AlertmanagerWriter writer() {
        return writer(OPTIONS, List.of(), null, server.url());
    }

    private AlertmanagerWriter writer(
            AlertmanagerOptions options, List<Told> recovered, URI dashboard, URI... instances) {
        AlertmanagerConfig config = new AlertmanagerConfig(List.of(instances), "secret", dashboard);
        AlertmanagerWriter writer = new AlertmanagerWriter(config, options, timers, metrics, recovered);
        writers.add(writer);
        return writer;
    }

    private static List<Told> throughBytes(List<Told> state) throws Exception {
        ToldSerializer serializer = new ToldSerializer();
        List<Told> read = new ArrayList<>();
        for (Told told : state) {
            Told copy = serializer.deserialize(serializer.getVersion(), serializer.serialize(told));
            Alert alert = copy.alert();
            assertThat(copy.labels()).isEqualTo(told.labels());
            assertThat(alert.revision()).isEqualTo(told.alert().revision());
            read.add(copy);
        }
        return read;
    }

    private void untilTold(int alerts) throws Exception {
        step(() -> server.alerts().size() >= alerts);
        assertThat(server.alerts()).hasSize(alerts);
        // the answer arrives a little after the request
        Thread.sleep(50);
        timers.advance(1_000);
    }

    /** Lets a second pass at a time until it has come about. */
    private void step(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            timers.advance(1_000);
            Thread.sleep(10);
        }
    }

    private String summary(int index) {
        return server.alerts().get(index).at("/annotations/summary").asText();
    }

    private long endMillis(int index) {
        return Instant.parse(server.alerts().get(index).get("endsAt").asText()).toEpochMilli();
    }
}
