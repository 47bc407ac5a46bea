/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The Kafka topics that must be there before anyone reads or writes. */
final class Topics {
    private static final long SECONDS = 30;
    /** Lateness is measured by when Kafka got a record, which no sender may choose. */
    private static final Map<String, String> BROKER_TIME = Map.of("message.timestamp.type", "LogAppendTime");

    private Topics() {}

    /**
     * Makes the topics that do not exist yet.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses; the message names the servers
     */
    static void createMissing(String bootstrapServers, List<String> topics, int partitions)
            throws InterruptedException {
        createMissing(bootstrapServers, topics, partitions, BROKER_TIME);
    }

    /** The same for topics of which the last record of each key is kept for ever; they have one partition. */
    static void createMissingCompacted(String bootstrapServers, List<String> topics) throws InterruptedException {
        createMissing(bootstrapServers, topics, 1, Map.of("cleanup.policy", "compact"));
    }

    private static void createMissing(
            String bootstrapServers, List<String> topics, int partitions, Map<String, String> settings)
            throws InterruptedException {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(config)) {
            Set<String> existing = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !existing.contains(topic))
                    .map(topic -> new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings))
                    .toList();
            admin.createTopics(missing).all().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(
                    "cannot make the topics " + topics + " in Kafka at " + bootstrapServers + ": " + failed, failed);
        }
    }
}
