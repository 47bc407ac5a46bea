/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.meshobservatory.cli.detect.Detection;
import io.meshobservatory.cli.embedded.EmbeddedDatabase;
import io.meshobservatory.cli.embedded.EmbeddedFlink;
import io.meshobservatory.cli.embedded.EmbeddedKafka;
import io.meshobservatory.cli.embedded.EmbeddedRedis;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.plan.Plans;
import io.meshobservatory.cli.simulator.rows.MinuteRows;
import io.meshobservatory.cli.simulator.rows.RowSimulator;
import io.meshobservatory.connectors.redis.LiveAlerts;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.detection.DetectionJob;
import io.meshobservatory.jobs.detection.DetectionSettings;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.detection.control.ControlJson;
import io.meshobservatory.jobs.kafka.EdgeRecords;
import io.meshobservatory.jobs.kafka.FactRecords;
import io.meshobservatory.jobs.kafka.KafkaTopics;
import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.StorySettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The detection job as it runs in production, from topic to topic: rows into {@code mesh_edges} and {@code mesh_facts}, words into
 * {@code mesh_control}, alerts out of {@code mesh_alerts}, the tables and Redis. It is killed in the middle. What is read in the
 * end is what the same topology finds in the same rows at one go.
 */
class DetectionStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONSUMER_GROUP = "mesh-observatory-detection";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long MINUTE = 60_000;
    private static final List<String> REQUIRED_BY_OCSF = List.of(
            "activity_id", "category_uid", "class_uid", "finding_info", "metadata", "severity_id", "time", "type_uid");

    /** Behind the end of the first theft, and before the second. */
    private static final Duration SUPPRESSED_UNTIL = Duration.ofMinutes(115);
    /** While the second theft goes on. */
    private static final Duration KILLED_AT = Duration.ofMinutes(129);
    /** Behind the second theft. */
    private static final Duration RELEASED_AT = Duration.ofMinutes(137);

    private static final Duration LENGTH = Duration.ofMinutes(180);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private final List<Control> said = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private DetectionSettings settings;
    private LiveAlerts redis;
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaConsumer<byte[], byte[]> alerts;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        String kafka = opened(EmbeddedKafka.start(directory.resolve("kafka"), Duration.ofHours(1)))
                .bootstrapServers();
        Topics.createMissing(
                kafka, List.of(KafkaTopics.EDGES, KafkaTopics.FACTS, KafkaTopics.ALERTS, KafkaTopics.DEAD_LETTERS), 2);
        Topics.createMissingCompacted(kafka, List.of(KafkaTopics.CONTROL));
        DatabaseConfig database = DatabaseConfig.parse(
                opened(EmbeddedDatabase.start(directory.resolve("postgresql"))).jdbcUrl());
        Migrations.migrate(database);
        EmbeddedRedis server = opened(EmbeddedRedis.start());
        redis = opened(new LiveAlerts(server.config()));
        settings = new DetectionSettings(kafka, database, server.config(), null, config());
        producer = opened(new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
        alerts = opened(new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
        List<TopicPartition> partitions =
                List.of(new TopicPartition(KafkaTopics.ALERTS, 0), new TopicPartition(KafkaTopics.ALERTS, 1));
        alerts.assign(partitions);
        alerts.seekToBeginning(partitions);
    }

    @AfterEach
    void stop() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    @Test
    @DisplayName("tells in Kafka, the tables and Redis what is there, under what people say, though it is killed")
    void fromTopicToTopic() throws Exception {
        List<MinuteRows> minutes = simulate();
        say("contract", Duration.ZERO, """
            {"type": "suppression", "id": "contract", "kind": "EXFILTRATION", "reason": "4711", "expires": "%s"}\
            """.formatted(at(SUPPRESSED_UNTIL)));

        EmbeddedFlink job = startJob();
        // a theft that is suppressed, up to a checkpoint; then one that is not, and the job dies while that goes on
        send(minutes, Duration.ZERO, SUPPRESSED_UNTIL);
        awaitCheckpoint();
        send(minutes, SUPPRESSED_UNTIL, KILLED_AT);
        await("an alert that is not suppressed", () -> told.values().stream().anyMatch(DetectionStreamIT::isOpen));
        await("it to be open in Redis", () -> redis.open().size() == 1);
        await("the suppressed alert to be counted", () -> counted(job, "alertsSuppressed") == 1);
        parts.remove(job);
        job.close();

        say("known", RELEASED_AT, """
            {"type": "release", "id": "known", "kind": "EXFILTRATION", "reason": "a drill"}\
            """);
        startJob();
        send(minutes, KILLED_AT, LENGTH);
        Map<String, String> expected = expected(minutes);
        await("all alerts", () -> told.keySet().containsAll(expected.keySet()));

        assertThat(told).as("states of alerts, by their ids").isEqualTo(expected);
        await("the tables to have as many", () -> inTables().size() >= expected.size());
        assertThat(inTables()).as("states of alerts in the tables").isEqualTo(new TreeMap<>(expected));
        await("Redis to show what is open", () -> idsOf(redis.open()).equals(openOf(expected)));
        whatWasTold();
    }

    /** That the test shows what it says. */
    private void whatWasTold() throws IOException {
        Map<String, List<JsonNode>> stories = new LinkedHashMap<>();
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("..", "docs", "schemas", "mesh_alerts.schema.json")));
        for (String json : told.values()) {
            JsonNode alert = MAPPER.readTree(json);
            assertThat(schema.validate(alert)).isEmpty();
            assertThat(REQUIRED_BY_OCSF).allMatch(alert::hasNonNull);
            stories.computeIfAbsent(alert.at("/finding_info/uid").asText(), id -> new ArrayList<>())
                    .add(alert);
        }
        List<List<JsonNode>> thefts = stories.values().stream()
                .filter(states -> kind(states.get(0)).equals("EXFILTRATION"))
                .toList();
        assertThat(thefts).hasSize(2);
        assertThat(thefts.get(0))
                .hasSizeGreaterThan(2)
                .allMatch(alert -> alert.get("status_id").asInt() == 3)
                .allMatch(alert -> alert.get("status_detail").asText().equals("contract: 4711"));
        assertThat(thefts.get(1))
                .hasSizeGreaterThan(2)
                .noneMatch(alert -> alert.get("status_id").asInt() == 3);
        JsonNode last = thefts.get(1).get(thefts.get(1).size() - 1);
        assertThat(last.get("activity_id").asInt()).isEqualTo(3);
        assertThat(last.at("/finding_info/desc").asText()).contains("Released by known: a drill.");
        assertThat(stories.values()).anyMatch(states -> kind(states.get(0)).equals("CREDENTIAL_ABUSE"));
    }

    private static List<MinuteRows> simulate() throws ScenarioException {
        List<MinuteRows> minutes = new ArrayList<>();
        new RowSimulator(Plans.plan(
                        Plans.scenario("shop"),
                        LENGTH,
                        7,
                        List.of(
                                "EXFILTRATION:crude@75m+10m",
                                "EXFILTRATION:crude@125m+10m",
                                "CREDENTIAL_ABUSE:crude@140m+10m"),
                        List.of()))
                .forEach(minutes::add);
        return minutes;
    }

    private EmbeddedFlink startJob() throws IOException {
        Path checkpoints = Files.createDirectories(directory.resolve("checkpoints"));
        return opened(EmbeddedFlink.start(checkpoints, 0, 1, "detection", env -> DetectionJob.define(env, settings)));
    }

    /** Rows of whole minutes, as the graph job writes them. */
    private void send(List<MinuteRows> minutes, Duration from, Duration to) {
        EdgeRecords edges = new EdgeRecords();
        FactRecords facts = new FactRecords();
        for (MinuteRows minute : minutes) {
            long start = minute.windowStartMillis();
            long emitted = start + MINUTE - 1;
            if (start >= at(from).toEpochMilli() && start < at(to).toEpochMilli()) {
                minute.edges().forEach(row -> producer.send(edges.serialize(row, null, emitted)));
                minute.facts().forEach(fact -> producer.send(facts.serialize(fact, null, emitted)));
            }
        }
        producer.flush();
    }

    /** Until a checkpoint holds all that was sent: the source then commits how far it has read. */
    private void awaitCheckpoint() throws Exception {
        List<TopicPartition> partitions =
                List.of(new TopicPartition(KafkaTopics.EDGES, 0), new TopicPartition(KafkaTopics.EDGES, 1));
        Map<TopicPartition, Long> ends = alerts.endOffsets(partitions);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", settings.kafka()))) {
            await("a checkpoint", () -> {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(CONSUMER_GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return ends.entrySet().stream().allMatch(end -> {
                    OffsetAndMetadata read = committed.get(end.getKey());
                    return read != null && read.offset() >= end.getValue();
                });
            });
        }
    }

    private void await(String what, Callable<Boolean> isThere) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            read();
            if (isThere.call()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not within " + PATIENCE + "; told: " + told.keySet());
            }
        }
    }

    /** Reads on in {@code mesh_alerts}. A state may come again after the job was killed, but must be the same. */
    private void read() throws IOException {
        for (ConsumerRecord<byte[], byte[]> alert : alerts.poll(Duration.ofMillis(200))) {
            String json = new String(alert.value(), UTF_8);
            String id = MAPPER.readTree(json).at("/metadata/uid").asText();
            assertThat(json).as("state %s, told again", id).isEqualTo(told.getOrDefault(id, json));
            assertThat(id).startsWith(new String(alert.key(), UTF_8));
            told.put(id, json);
        }
    }

    private static Set<String> idsOf(List<Alert> alerts) {
        return alerts.stream().map(Alert::id).collect(Collectors.toSet());
    }

    /** The ids of those whose last state is neither closed nor suppressed. */
    private static Set<String> openOf(Map<String, String> states) {
        Map<String, Alert> last = new TreeMap<>();
        for (String json : states.values()) {
            Alert alert = AlertJson.read(json.getBytes(UTF_8));
            last.merge(alert.id(), alert, (one, other) -> one.revision() > other.revision() ? one : other);
        }
        last.values().removeIf(alert -> alert.activity() == Activity.CLOSE || alert.suppression() != null);
        return last.keySet();
    }

    private static boolean isOpen(String json) {
        Alert alert = AlertJson.read(json.getBytes(UTF_8));
        return alert.suppression() == null;
    }

    private static String kind(JsonNode alert) {
        return alert.at("/finding_info/types/0").asText();
    }

    /** The sum of a counter over its operator's subtasks, as Flink's own API tells it; -1 while it does not. */
    private long counted(EmbeddedFlink job, String counter) throws Exception {
        JsonNode overview = get(job, "/jobs/overview");
        String path = "/jobs/" + overview.at("/jobs/0/jid").asText();
        for (JsonNode vertex : get(job, path).get("vertices")) {
            String metrics = path + "/vertices/" + vertex.get("id").asText() + "/subtasks/metrics";
            for (JsonNode metric : get(job, metrics)) {
                String id = metric.get("id").asText();
                if (id.endsWith("." + counter)) {
                    return get(job, metrics + "?get=" + URLEncoder.encode(id, UTF_8))
                            .at("/0/sum")
                            .asLong(-1);
                }
            }
        }
        return -1;
    }

    private JsonNode get(EmbeddedFlink job, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + job.webPort() + path))
                .build();
        return MAPPER.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private Map<String, String> inTables() throws SQLException {
        Map<String, String> states = new TreeMap<>();
        try (Connection connection = settings.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select id, revision, finding from alert_revisions")) {
                while (rows.next()) {
                    states.put(rows.getString(1) + "-" + rows.getInt(2), rows.getString(3));
                }
            }
            try (ResultSet rows = statement.executeQuery("select id, revision, finding from alerts")) {
                while (rows.next()) {
                    assertThat(rows.getString(3)).isEqualTo(states.get(rows.getString(1) + "-" + rows.getInt(2)));
                    assertThat(states).doesNotContainKey(rows.getString(1) + "-" + (rows.getInt(2) + 1));
                }
            }
        }
        return states;
    }

    /** What the same rows give at one go, up to where event time comes in Kafka: a silent partition lets its last minute settle. */
    private Map<String, String> expected(List<MinuteRows> minutes) throws Exception {
        List<EdgeRow> edges = new ArrayList<>();
        List<FactRow> facts = new ArrayList<>();
        for (MinuteRows minute : minutes) {
            edges.addAll(minute.edges());
            facts.addAll(minute.facts());
        }
        long reached = settings.behaviour().settling().dueMillis(at(LENGTH).toEpochMilli() - MINUTE);
        Map<String, String> states = new LinkedHashMap<>();
        for (Alert alert : Detection.run(edges.iterator(), facts.iterator(), said, settings.behaviour(), 1)) {
            if (alert.timeMillis() <= reached) {
                states.put(alert.id() + "-" + alert.revision(), new String(AlertJson.write(alert), UTF_8));
            }
        }
        return states;
    }

    private static DetectionConfig config() {
        StorySettings defaults = StorySettings.defaults();
        return DetectionConfig.defaults()
                // a partition that a busy machine reads late must not be taken for a silent one
                .withIdleness(Duration.ofSeconds(15))
                .withStories(new StorySettings(
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(20),
                        defaults.leastConfidence(),
                        defaults.anomaliesPerDay(),
                        defaults.maxOpen(),
                        defaults.maxEvidence()));
    }

    /** Writes to {@code mesh_control}, as somebody would at a time since the begin. */
    private void say(String id, Duration at, String json) throws Exception {
        byte[] value = json.getBytes(UTF_8);
        long millis = at(at).toEpochMilli();
        said.add(ControlJson.read(value, millis));
        producer.send(new ProducerRecord<>(KafkaTopics.CONTROL, null, millis, id.getBytes(UTF_8), value))
                .get();
    }

    private static Instant at(Duration sinceTheBegin) {
        return Plans.NOON.plus(sinceTheBegin);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }
}
