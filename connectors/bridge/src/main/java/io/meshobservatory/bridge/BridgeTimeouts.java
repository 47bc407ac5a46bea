/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import java.time.Duration;

/**
 * How long anything may take. All are positive and at most one hour.
 *
 * @param body from the head of a request to the last byte of its body
 * @param idle a connection without any request
 * @param delivery from handing records to the producer to Kafka's acknowledgement; also the producer's
 *     {@code delivery.timeout.ms}
 * @param kafkaBlock a worker's wait for Kafka's metadata or for room in the producer; its {@code max.block.ms}
 * @param retryAfter what a sender is told to wait before it tries again; at least one second
 * @param shutdownGrace on close, how long the requests under way may take to be answered
 */
public record BridgeTimeouts(
        Duration body,
        Duration idle,
        Duration delivery,
        Duration kafkaBlock,
        Duration retryAfter,
        Duration shutdownGrace) {
    private static final Duration LONGEST = Duration.ofHours(1);

    public BridgeTimeouts {
        requireRange("body timeout", body, Duration.ofMillis(1));
        requireRange("idle timeout", idle, Duration.ofMillis(1));
        requireRange("delivery timeout", delivery, Duration.ofMillis(100));
        requireRange("Kafka block timeout", kafkaBlock, Duration.ofMillis(1));
        requireRange("retry-after", retryAfter, Duration.ofSeconds(1));
        requireRange("shutdown grace", shutdownGrace, Duration.ofMillis(1));
    }

    /** 10 s for a body, 60 s idle, 10 s for Kafka, 1 s blocked, 2 s retry-after, 15 s to shut down. */
    public static BridgeTimeouts defaults() {
        return new BridgeTimeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(15));
    }

    /** These timeouts with other bounds for senders. */
    public BridgeTimeouts withSender(Duration bodyTimeout, Duration idleTimeout) {
        return new BridgeTimeouts(bodyTimeout, idleTimeout, delivery, kafkaBlock, retryAfter, shutdownGrace);
    }

    /** These timeouts with other bounds for Kafka. */
    public BridgeTimeouts withKafka(Duration deliveryTimeout, Duration blockTimeout) {
        return new BridgeTimeouts(body, idle, deliveryTimeout, blockTimeout, retryAfter, shutdownGrace);
    }

    /** These timeouts with another hint to senders that are to try again. */
    public BridgeTimeouts withRetryAfter(Duration value) {
        return new BridgeTimeouts(body, idle, delivery, kafkaBlock, value, shutdownGrace);
    }

    /** These timeouts with another grace period at the end. */
    public BridgeTimeouts withShutdownGrace(Duration value) {
        return new BridgeTimeouts(body, idle, delivery, kafkaBlock, retryAfter, value);
    }

    /** The longest that a request whose body has arrived waits for its answer. */
    public Duration answer() {
        return delivery.plus(kafkaBlock);
    }

    private static void requireRange(String what, Duration value, Duration min) {
        if (value.compareTo(min) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + min + " to " + LONGEST + ")");
        }
    }
}
