/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** A Kafka broker and controller in the test JVM, which can be stopped and started again on its port and its data. */
final class EmbeddedKafka implements AutoCloseable {
    private static final String NODE_ID = "1";

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    EmbeddedKafka(Path directory) throws Exception {
        this.directory = directory;
        this.port = freePort();
        this.controllerPort = freePort();
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(Integer.parseInt(NODE_ID))
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .run();
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    void start() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                NODE_ID,
                "controller.quorum.voters",
                NODE_ID + "@127.0.0.1:" + controllerPort,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names",
                "CONTROLLER",
                "log.dirs",
                directory.toString(),
                "message.max.bytes",
                Integer.toString(24 << 20),
                "auto.create.topics.enable",
                "false",
                "controlled.shutdown.enable",
                "false"));
        properties.put("offsets.topic.replication.factor", "1");
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        starting.startup();
        server = starting;
    }

    void stop() {
        KafkaRaftServer running = server;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
