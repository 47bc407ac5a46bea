/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.redis.LiveEdgeSink;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.connectors.timescale.sink.EdgeRowSink;
import io.meshobservatory.connectors.timescale.sink.FactRowSink;
import io.meshobservatory.connectors.timescale.sink.NodeSightingSink;
import io.meshobservatory.jobs.config.JobEnvironment;
import io.meshobservatory.jobs.kafka.DeadLetterRecords;
import io.meshobservatory.jobs.kafka.DroppedSpanRecords;
import io.meshobservatory.jobs.kafka.EdgeRecords;
import io.meshobservatory.jobs.kafka.FactRecords;
import io.meshobservatory.jobs.kafka.MeshTopicSink;
import io.meshobservatory.jobs.kafka.UnparsedLineRecords;
import io.meshobservatory.jobs.source.OtlpRecord;
import io.meshobservatory.jobs.source.OtlpRecordDeserializer;
import io.meshobservatory.jobs.source.OtlpWatermarks;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The service-graph job on Kafka, TimescaleDB and Redis. */
public final class ServiceGraphJob {
    private static final String CONSUMER_GROUP = "mesh-observatory-service-graph";
    /**
     * Rows wait for a watermark that passes many tasks: how long it waits in the buffers of each, and how long before the first.
     * At full speed buffers are full sooner.
     */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(10);

    private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(100);

    /**
     * Nearly all state is forgotten within two minutes, and mostly before it comes to the third level of RocksDB; to compress
     * it before costs more than all else that RocksDB does.
     */
    private static final ConfigOption<List<String>> ROCKSDB_COMPRESSION = ConfigOptions.key(
                    "state.backend.rocksdb.compression.per.level")
            .stringType()
            .asList()
            .defaultValues("NO_COMPRESSION", "NO_COMPRESSION", "SNAPPY_COMPRESSION");

    private ServiceGraphJob() {}

    /** Arguments: see {@link ServiceGraphOptions}; connections come from the environment. */
    public static void main(String[] arguments) throws Exception {
        ServiceGraphSettings settings = ServiceGraphSettings.from(System.getenv(), arguments);
        Migrations.migrate(settings.database());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        define(env, settings);
        env.execute("service graph");
    }

    /** Adds the job to an environment: sources, topology, sinks. */
    public static void define(StreamExecutionEnvironment env, ServiceGraphSettings settings) {
        configure(env);
        ServiceGraphInputs inputs = new ServiceGraphInputs(
                source(env, settings, OtlpSignal.SPANS, "spans"),
                source(env, settings, OtlpSignal.METRICS, "metrics"),
                source(env, settings, OtlpSignal.LOGS, "logs"));
        ServiceGraphOutputs outputs = ServiceGraphTopology.define(inputs, settings.behaviour());
        outputs.edges()
                .sinkTo(new EdgeRowSink(settings.database()))
                .uid("edges-to-database")
                .name("edges to database");
        outputs.edges()
                .sinkTo(new LiveEdgeSink(settings.redis()))
                .uid("edges-to-redis")
                .name("edges to Redis");
        outputs.edges()
                .sinkTo(MeshTopicSink.of(settings.kafka(), new EdgeRecords()))
                .uid("edges-to-kafka")
                .name("edges to Kafka");
        outputs.nodes()
                .sinkTo(new NodeSightingSink(settings.database()))
                .uid("nodes-to-database")
                .name("nodes to database");
        outputs.deadLetters()
                .sinkTo(MeshTopicSink.of(settings.kafka(), new DeadLetterRecords()))
                .uid("dead-letters-to-kafka")
                .name("dead letters to Kafka");
        outputs.droppedSpans()
                .sinkTo(MeshTopicSink.of(settings.kafka(), new DroppedSpanRecords()))
                .uid("dropped-spans-to-kafka")
                .name("dropped spans to Kafka");
        outputs.unparsedLogLines()
                .sinkTo(MeshTopicSink.of(settings.kafka(), new UnparsedLineRecords()))
                .uid("unparsed-log-lines-to-kafka")
                .name("unparsed log lines to Kafka");
        outputs.facts()
                .sinkTo(new FactRowSink(settings.database()))
                .uid("facts-to-database")
                .name("facts to database");
        outputs.facts()
                .sinkTo(MeshTopicSink.of(settings.kafka(), new FactRecords()))
                .uid("facts-to-kafka")
                .name("facts to Kafka");
    }

    /** What every run of the job needs, whatever the cluster's configuration says. */
    public static void configure(StreamExecutionEnvironment env) {
        Configuration own = new Configuration();
        setIfMissing(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT, env, own);
        setIfMissing(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL, env, own);
        setIfMissing(ROCKSDB_COMPRESSION, ROCKSDB_COMPRESSION.defaultValue(), env, own);
        JobEnvironment.configure(env, own, ServiceGraphTopology.MAX_PARALLELISM);
    }

    private static <T> void setIfMissing(
            ConfigOption<T> option, T value, StreamExecutionEnvironment env, Configuration configuration) {
        if (env.getConfiguration().getOptional(option).isEmpty()) {
            configuration.set(option, value);
        }
    }

    private static DataStream<OtlpRecord> source(
            StreamExecutionEnvironment env, ServiceGraphSettings settings, OtlpSignal signal, String name) {
        KafkaSource<OtlpRecord> source = KafkaSource.<OtlpRecord>builder()
                .setBootstrapServers(settings.kafka())
                .setTopics(signal.topic())
                .setGroupId(CONSUMER_GROUP)
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setProperty("partition.discovery.interval.ms", "30000")
                .setDeserializer(new OtlpRecordDeserializer(signal))
                .build();
        OtlpWatermarks watermarks = signal == OtlpSignal.SPANS
                ? settings.behaviour().spanWatermarks()
                : settings.behaviour().watermarks();
        return env.fromSource(source, watermarks, name + " from Kafka").uid(name + "-from-kafka");
    }
}
