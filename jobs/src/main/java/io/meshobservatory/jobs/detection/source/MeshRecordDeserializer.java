/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.source;

import io.meshobservatory.jobs.kafka.EmissionTime;
import io.meshobservatory.jobs.source.OtlpRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the records of the mesh's own topics as they are, with the time at which what they hold was given out. Records without
 * a value, by which a compacted topic forgets, have no bytes; what they forget is told by their key, which is then the value.
 */
public final class MeshRecordDeserializer implements KafkaRecordDeserializationSchema<OtlpRecord> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NO_BYTES = {};

    /** Begins the value that stands for a record that has a key only; no JSON begins so. */
    static final byte TOMBSTONE = 0;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<OtlpRecord> out) {
        byte[] value = kafkaRecord.value();
        out.collect(new OtlpRecord(
                kafkaRecord.topic(),
                kafkaRecord.partition(),
                kafkaRecord.offset(),
                EmissionTime.read(kafkaRecord),
                value == null ? tombstone(kafkaRecord.key()) : value));
    }

    private static byte[] tombstone(byte[] key) {
        if (key == null) {
            return NO_BYTES;
        }
        byte[] marked = new byte[key.length + 1];
        marked[0] = TOMBSTONE;
        System.arraycopy(key, 0, marked, 1, key.length);
        return marked;
    }

    @Override
    public TypeInformation<OtlpRecord> getProducedType() {
        return OtlpRecord.TYPE;
    }
}
