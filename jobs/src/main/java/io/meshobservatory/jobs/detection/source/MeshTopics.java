/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.source;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.detection.control.Controls;
import io.meshobservatory.jobs.facts.FactTypes;
import io.meshobservatory.jobs.kafka.KafkaTopics;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import io.meshobservatory.models.story.Control;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The topics that detection reads, as streams of rows.
 *
 * @param edges rows of edges
 * @param facts rows of facts
 * @param control what people say
 * @param deadLetters records that hold no such thing
 */
public record MeshTopics(
        DataStream<EdgeRow> edges,
        DataStream<FactRow> facts,
        DataStream<Control> control,
        DataStream<DeadLetter> deadLetters) {
    private static final String CONSUMER_GROUP = "mesh-observatory-detection";
    private static final Duration CONTROL_SILENCE = Duration.ofSeconds(5);

    /** Adds the sources to an environment. */
    public static MeshTopics define(StreamExecutionEnvironment env, String kafka, DetectionConfig config) {
        RowWatermarks rows = new RowWatermarks(config.disorder(), config.idleness(), config.settling());
        OffsetsInitializer goingOn = OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
        return of(
                source(env, kafka, KafkaTopics.EDGES, "edges", goingOn, rows),
                source(env, kafka, KafkaTopics.FACTS, "facts", goingOn, rows),
                source(
                        env,
                        kafka,
                        KafkaTopics.CONTROL,
                        "control",
                        OffsetsInitializer.earliest(),
                        new ControlWatermarks(CONTROL_SILENCE)));
    }

    /** Reads records that are already there, each stream with the event times and watermarks of its topic. */
    public static MeshTopics of(
            DataStream<OtlpRecord> edgeRecords,
            DataStream<OtlpRecord> factRecords,
            DataStream<OtlpRecord> controlRecords) {
        SingleOutputStreamOperator<EdgeRow> edges = edgeRecords
                .process(new ReadRecords<>(new Parser.Edges()), Types.EDGE_ROW)
                .uid("read-edges")
                .name("read edges");
        SingleOutputStreamOperator<FactRow> facts = factRecords
                .process(new ReadRecords<>(new Parser.Facts()), FactTypes.FACT_ROW)
                .uid("read-facts")
                .name("read facts");
        SingleOutputStreamOperator<Control> control = controlRecords
                .process(new ReadRecords<>(new Parser.Controls()), Controls.CONTROL)
                .uid("read-control")
                .name("read control");
        return new MeshTopics(
                edges,
                facts,
                control,
                edges.getSideOutput(ReadRecords.DEAD_LETTERS)
                        .union(
                                facts.getSideOutput(ReadRecords.DEAD_LETTERS),
                                control.getSideOutput(ReadRecords.DEAD_LETTERS)));
    }

    private static DataStream<OtlpRecord> source(
            StreamExecutionEnvironment env,
            String kafka,
            String topic,
            String name,
            OffsetsInitializer from,
            WatermarkStrategy<OtlpRecord> watermarks) {
        KafkaSource<OtlpRecord> source = KafkaSource.<OtlpRecord>builder()
                .setBootstrapServers(kafka)
                .setTopics(topic)
                .setGroupId(CONSUMER_GROUP)
                .setStartingOffsets(from)
                .setProperty("partition.discovery.interval.ms", "30000")
                .setDeserializer(new MeshRecordDeserializer())
                .build();
        return env.fromSource(source, watermarks, name + " from Kafka").uid(name + "-from-kafka");
    }
}
