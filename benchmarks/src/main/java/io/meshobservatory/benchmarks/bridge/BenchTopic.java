/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** A topic of its own for one run, which is deleted at the end. */
final class BenchTopic implements AutoCloseable {
    private static final long SECONDS = 30;
    private static final long RETRY_MILLIS = 20;

    private final Admin admin;
    private final String name;
    private final int partitions;

    /** @throws IllegalStateException if Kafka does not answer or refuses */
    BenchTopic(String kafka, int partitions) throws InterruptedException {
        this.name = "observatory_bench_" + UUID.randomUUID();
        this.partitions = partitions;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
        try {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get(SECONDS, TimeUnit.SECONDS);
            awaitLeaders();
        } catch (ExecutionException | TimeoutException failed) {
            admin.close();
            throw new IllegalStateException("cannot make the topic " + name + " in Kafka at " + kafka, failed);
        }
    }

    String name() {
        return name;
    }

    /** How many records it has. */
    long records() throws InterruptedException {
        try {
            return ends();
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("cannot read the end of the topic " + name, failed);
        }
    }

    /**
     * Waits until the leaders answer. One that does not lead yet refuses the first batch of an idempotent producer and may
     * take the second, after which the first is out of sequence for ever.
     */
    private void awaitLeaders() throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            try {
                if (ends() != 0) {
                    throw new IllegalStateException("the new topic " + name + " is not empty");
                }
                return;
            } catch (ExecutionException notYet) {
                if (!(notYet.getCause() instanceof RetriableException) || System.nanoTime() - deadline > 0) {
                    throw notYet;
                }
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private long ends() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get(SECONDS, TimeUnit.SECONDS).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /** Deletes the topic; if that fails, it stays. */
    @Override
    public void close() {
        try (admin) {
            admin.deleteTopics(List.of(name)).all().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("cannot delete the topic " + name, failed);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
