/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import io.meshobservatory.api.ApiConfig;
import io.meshobservatory.api.QueryApi;
import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.bridge.OtlpBridge;
import io.meshobservatory.cli.embedded.DataDirectory;
import io.meshobservatory.cli.embedded.EmbeddedDatabase;
import io.meshobservatory.cli.embedded.EmbeddedFlink;
import io.meshobservatory.cli.embedded.EmbeddedKafka;
import io.meshobservatory.cli.embedded.EmbeddedRedis;
import io.meshobservatory.connectors.alertmanager.AlertmanagerConfig;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.redis.LiveEdges;
import io.meshobservatory.connectors.redis.RedisConfig;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.connectors.timescale.schema.PartitionMaintenance;
import io.meshobservatory.connectors.timescale.schema.Retention;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.detection.DetectionJob;
import io.meshobservatory.jobs.detection.DetectionSettings;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.kafka.KafkaTopics;
import io.meshobservatory.jobs.servicegraph.ServiceGraphJob;
import io.meshobservatory.jobs.servicegraph.ServiceGraphSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of Mesh Observatory in one process tree: Kafka, PostgreSQL, Redis, the service-graph job, the bridge and the
 * API, started in the order in which they need each other and stopped in the opposite one.
 */
public final class AllInOne implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AllInOne.class);
    private static final Duration KAFKA_RETENTION = Duration.ofHours(24);
    private static final Duration MAINTENANCE_INTERVAL = Duration.ofHours(1);
    /** On one machine a silent partition is one that nobody sends to; its windows should not keep a person waiting. */
    private static final Duration IDLENESS = Duration.ofSeconds(5);
    /** Rows come every ten seconds: between two bursts of them nobody is silent, or the rest of the minute would be late. */
    private static final Duration IDLENESS_OF_ROWS = Duration.ofSeconds(20);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final AllInOneConfig config;
    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private String kafka;
    private EmbeddedFlink flink;
    private EmbeddedFlink detection;
    private OtlpBridge bridge;
    private QueryApi api;
    private LiveEdges liveEdges;
    private boolean goesOn;

    private record Part(String name, AutoCloseable closeable) {}

    @SuppressWarnings("NullAway.Init") // start() sets them all or throws
    private AllInOne(AllInOneConfig config, Map<String, String> environment, Consumer<String> progress) {
        this.config = config;
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * Starts everything.
     *
     * @param environment may name servers to use instead of embedded ones: OBSERVATORY_KAFKA,
     *     OBSERVATORY_DATABASE_URL, OBSERVATORY_REDIS_URL
     * @param progress is told what is being started
     * @throws IOException if a part does not start; those that did are stopped again
     */
    static AllInOne start(AllInOneConfig config, Map<String, String> environment, Consumer<String> progress)
            throws IOException, InterruptedException {
        AllInOne all = new AllInOne(config, environment, progress);
        try {
            all.startParts();
            return all;
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            all.close();
            throw failed;
        }
    }

    private void startParts() throws IOException, InterruptedException {
        config.requireFreePorts();
        DataDirectory data = opened("data directory", DataDirectory.open(config.data()));
        kafka = kafka(data);
        Topics.createMissing(kafka, topics(), config.parallelism());
        Topics.createMissingCompacted(kafka, List.of(KafkaTopics.CONTROL));
        String databaseUrl = database(data);
        DatabaseConfig database = DatabaseConfig.parse(databaseUrl);
        Migrations.migrate(database);
        PartitionMaintenance maintenance =
                opened("partition maintenance", new PartitionMaintenance(database.dataSource(), Retention.DEFAULT));
        maintenance.start(MAINTENANCE_INTERVAL);
        RedisConfig redis = redis();
        liveEdges = opened("live graph", new LiveEdges(redis));
        progress.accept("starting Flink");
        ServiceGraphSettings settings = new ServiceGraphSettings(
                kafka, database, redis, ServiceGraphConfig.defaults().withIdleness(IDLENESS));
        flink = opened(
                "Flink",
                EmbeddedFlink.start(
                        data.resolve("checkpoints"),
                        config.flinkPort(),
                        config.parallelism(),
                        "service graph",
                        env -> ServiceGraphJob.define(env, settings)));
        Path detectionCheckpoints = data.resolve("detection-checkpoints");
        goesOn = EmbeddedFlink.hasCheckpoint(detectionCheckpoints);
        DetectionSettings detectionSettings = new DetectionSettings(
                kafka,
                database,
                redis,
                AlertmanagerConfig.fromEnvironment(environment).orElse(null),
                DetectionConfig.defaults().withIdleness(IDLENESS_OF_ROWS));
        // a cluster of its own: what troubles one job leaves the other alone
        detection = opened(
                "detection",
                EmbeddedFlink.start(
                        detectionCheckpoints,
                        0,
                        config.parallelism(),
                        "detection",
                        env -> DetectionJob.define(env, detectionSettings)));
        progress.accept("starting the bridge and the API");
        bridge = opened(
                "bridge",
                OtlpBridge.start(BridgeConfig.defaults()
                        .withListen("127.0.0.1", config.grpcPort(), config.httpPort())
                        .withKafka(kafka)));
        api = opened("API", QueryApi.start(ApiConfig.of(config.apiPort(), databaseUrl, redis.url())));
    }

    private String kafka(DataDirectory data) throws IOException {
        String configured = environment.get(ServiceGraphSettings.KAFKA_VARIABLE);
        if (configured != null) {
            return configured;
        }
        progress.accept("starting Kafka");
        return opened("Kafka", EmbeddedKafka.start(data.resolve("kafka"), KAFKA_RETENTION))
                .bootstrapServers();
    }

    private String database(DataDirectory data) throws IOException {
        String configured = environment.get(DatabaseConfig.URL_VARIABLE);
        if (configured != null) {
            return configured;
        }
        progress.accept("starting PostgreSQL");
        return opened("PostgreSQL", EmbeddedDatabase.start(data.resolve("postgresql")))
                .jdbcUrl();
    }

    private RedisConfig redis() throws IOException {
        Optional<RedisConfig> configured = RedisConfig.fromEnvironment(environment);
        if (configured.isPresent()) {
            return configured.get();
        }
        progress.accept("starting Redis");
        return opened("Redis", EmbeddedRedis.start()).config();
    }

    String kafkaBootstrapServers() {
        return kafka;
    }

    URI otlpHttp() {
        return URI.create("http://127.0.0.1:" + bridge.httpPort());
    }

    String otlpGrpc() {
        return "127.0.0.1:" + bridge.grpcPort();
    }

    URI dashboard() {
        return URI.create("http://127.0.0.1:" + api.port());
    }

    URI flinkPage() {
        return URI.create("http://127.0.0.1:" + flink.webPort());
    }

    Path dataDirectory() {
        return config.data().toAbsolutePath();
    }

    LiveEdges liveEdges() {
        return liveEdges;
    }

    /** Whether detection goes on from an earlier run, and not from nothing. */
    boolean goesOn() {
        return goesOn;
    }

    boolean areJobsRunning() {
        return flink.isRunning() && detection.isRunning();
    }

    /** Stops everything, in the opposite order; what fails to stop does not keep the others from it. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closeable().close();
            } catch (Exception failed) {
                LOG.warn("{} did not stop cleanly", part.name(), failed);
            }
        }
    }

    private <T extends AutoCloseable> T opened(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    private static List<String> topics() {
        return List.of(
                OtlpSignal.SPANS.topic(),
                OtlpSignal.METRICS.topic(),
                OtlpSignal.LOGS.topic(),
                KafkaTopics.EDGES,
                KafkaTopics.ALERTS,
                KafkaTopics.DEAD_LETTERS,
                KafkaTopics.DROPPED_SPANS,
                KafkaTopics.FACTS,
                KafkaTopics.UNPARSED_LOG_LINES);
    }
}
