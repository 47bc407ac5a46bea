/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.source;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.json.OtlpJson;
import io.meshobservatory.connectors.otlp.json.OtlpJsonException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes Kafka records as they are. A value that begins with a brace is OTLP/JSON, as a Collector with
 * {@code encoding: otlp_json} writes it, and is turned into protobuf; if that fails it stays as it is, and ends among the
 * dead letters.
 */
public final class OtlpRecordDeserializer implements KafkaRecordDeserializationSchema<OtlpRecord> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NO_BYTES = {};

    private final OtlpSignal signal;

    public OtlpRecordDeserializer(OtlpSignal signal) {
        this.signal = signal;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<OtlpRecord> out) {
        byte[] value = kafkaRecord.value() == null ? NO_BYTES : kafkaRecord.value();
        out.collect(new OtlpRecord(
                kafkaRecord.topic(),
                kafkaRecord.partition(),
                kafkaRecord.offset(),
                kafkaRecord.timestamp() < 0 ? OtlpRecord.NEVER_WRITTEN : kafkaRecord.timestamp(),
                value.length > 0 && value[0] == '{' ? fromJson(value) : value));
    }

    @Override
    public TypeInformation<OtlpRecord> getProducedType() {
        return OtlpRecord.TYPE;
    }

    private byte[] fromJson(byte[] value) {
        try {
            return OtlpJson.toProtobuf(signal, value);
        } catch (OtlpJsonException notOtlp) {
            return value;
        }
    }
}
