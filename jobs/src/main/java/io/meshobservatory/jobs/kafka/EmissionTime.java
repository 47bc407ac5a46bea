/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * When a job gave a row out, in event time: the timestamp of the Kafka record, and a header that says the same where the topic
 * is set to have the broker's time instead ({@code message.timestamp.type}). Whoever wants the rows of a window as they were at
 * some moment goes by it. Stateless.
 */
public final class EmissionTime {
    private static final String HEADER = "emitted";

    private EmissionTime() {}

    /** The time of a row for a record: what Flink says, or the end of its window where Flink says nothing. */
    static long of(@Nullable Long timestamp, long windowEndMillis) {
        return timestamp == null || timestamp < 0 ? windowEndMillis : timestamp;
    }

    /** Adds the header. */
    static void write(long emittedMillis, Headers headers) {
        headers.add(HEADER, Long.toString(emittedMillis).getBytes(US_ASCII));
    }

    /** When the row of a record was given out, milliseconds since the epoch. */
    public static long read(ConsumerRecord<byte[], byte[]> kafkaRecord) {
        Header header = kafkaRecord.headers().lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return kafkaRecord.timestamp();
        }
        try {
            return Long.parseLong(new String(header.value(), US_ASCII));
        } catch (NumberFormatException notOurs) {
            return kafkaRecord.timestamp();
        }
    }
}
