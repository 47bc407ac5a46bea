/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.source;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * One record of input, with where it came from. Immutable by convention: the array is not copied and must not be written
 * to.
 *
 * @param topic the Kafka topic; of a file, the topic on which the bridge would have put it
 * @param partition the Kafka partition, 0 in a file
 * @param offset the Kafka offset, or the number of the message in a file
 * @param writtenMillis when Kafka got it, milliseconds since the epoch; {@link #NEVER_WRITTEN} in a file
 * @param value an OTLP {@code Export*ServiceRequest} in protobuf
 */
public record OtlpRecord(String topic, int partition, long offset, long writtenMillis, byte[] value) {
    /** A record that no broker ever gave a time. */
    public static final long NEVER_WRITTEN = Long.MIN_VALUE;

    /** The type of a stream of records. */
    public static final TypeInformation<OtlpRecord> TYPE = TypeInformation.of(OtlpRecord.class);

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OtlpRecord that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && writtenMillis == that.writtenMillis
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, partition, offset, writtenMillis, Arrays.hashCode(value));
    }
}
