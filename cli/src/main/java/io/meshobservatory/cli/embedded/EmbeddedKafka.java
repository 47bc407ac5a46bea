/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka server (KRaft, broker and controller in one) in this process, on the loopback interface. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE_ID = 1;
    private static final String MAX_MESSAGE_BYTES = Integer.toString(24 << 20);

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a server on the data in a directory, which is formatted if it is empty.
     *
     * @param directory where the logs are; kept when the server is closed
     * @param retention how long records are kept
     */
    public static EmbeddedKafka start(Path directory, Duration retention) throws IOException {
        int port = FreePort.find();
        Properties properties = properties(directory, port, FreePort.find(), retention);
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, "127.0.0.1:" + port);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties properties(Path directory, int port, int controllerPort, Duration retention) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        properties.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("log.dirs", directory.toString());
        properties.put("log.retention.ms", Long.toString(retention.toMillis()));
        properties.put("log.segment.bytes", Integer.toString(64 << 20));
        properties.put("message.max.bytes", MAX_MESSAGE_BYTES);
        properties.put("replica.fetch.max.bytes", MAX_MESSAGE_BYTES);
        properties.put("auto.create.topics.enable", "false");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("controlled.shutdown.enable", "false");
        return properties;
    }

    private static void format(Path directory) throws IOException {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE_ID)
                .setClusterId(clusterId(directory))
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .setIgnoreFormatted(true);
        try {
            formatter.run();
        } catch (Exception failed) {
            throw new IOException("cannot format " + directory + " for Kafka: " + failed.getMessage(), failed);
        }
    }

    /** The id that the directory was formatted with, or a new one. */
    private static String clusterId(Path directory) throws IOException {
        Path meta = directory.resolve("meta.properties");
        if (!Files.exists(meta)) {
            return Uuid.randomUuid().toString();
        }
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(meta)) {
            properties.load(in);
        }
        return properties.getProperty("cluster.id", Uuid.randomUuid().toString());
    }
}
