/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import io.meshobservatory.connectors.alertmanager.AlertmanagerSink;
import io.meshobservatory.connectors.redis.LiveAlertSink;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.connectors.timescale.sink.AlertSink;
import io.meshobservatory.connectors.timescale.sink.ModelSink;
import io.meshobservatory.connectors.timescale.sink.ScoreMinuteSink;
import io.meshobservatory.connectors.timescale.sink.ScoreSink;
import io.meshobservatory.jobs.config.JobEnvironment;
import io.meshobservatory.jobs.detection.source.MeshTopics;
import io.meshobservatory.jobs.kafka.AlertRecords;
import io.meshobservatory.jobs.kafka.DeadLetterRecords;
import io.meshobservatory.jobs.kafka.MeshTopicSink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The detection job on Kafka, TimescaleDB, Redis and, where it is configured, Alertmanager. */
public final class DetectionJob {
    private DetectionJob() {}

    /** Arguments: see {@link DetectionOptions}; connections come from the environment. */
    public static void main(String[] arguments) throws Exception {
        DetectionSettings settings = DetectionSettings.from(System.getenv(), arguments);
        Migrations.migrate(settings.database());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        define(env, settings);
        env.execute("detection");
    }

    /** Adds the job to an environment: sources, topology, sinks. */
    public static void define(StreamExecutionEnvironment env, DetectionSettings settings) {
        configure(env);
        MeshTopics topics = MeshTopics.define(env, settings.kafka(), settings.behaviour());
        DetectionOutputs outputs = DetectionTopology.define(
                new DetectionInputs(topics.edges(), topics.facts(), topics.control()), settings.behaviour());
        addAlertSinks(outputs, settings);
        outputs.scores()
                .sinkTo(new ScoreSink(settings.database()))
                .uid("scores-to-database")
                .name("scores to database");
        outputs.scoreMinutes()
                .sinkTo(new ScoreMinuteSink(settings.database()))
                .uid("score-minutes-to-database")
                .name("score minutes to database");
        outputs.models()
                .sinkTo(new ModelSink(settings.database()))
                .uid("models-to-database")
                .name("models to database");
        topics.deadLetters()
                .sinkTo(MeshTopicSink.of(settings.kafka(), new DeadLetterRecords()))
                .uid("dead-letters-to-kafka")
                .name("dead letters to Kafka");
    }

    private static void addAlertSinks(DetectionOutputs outputs, DetectionSettings settings) {
        outputs.alerts()
                .sinkTo(MeshTopicSink.of(settings.kafka(), new AlertRecords()))
                .uid("alerts-to-kafka")
                .name("alerts to Kafka");
        outputs.alerts()
                .sinkTo(new AlertSink(settings.database()))
                .uid("alerts-to-database")
                .name("alerts to database");
        outputs.alerts()
                .sinkTo(new LiveAlertSink(settings.redis()))
                .uid("alerts-to-redis")
                .name("alerts to Redis");
        if (settings.alertmanager() != null) {
            // it ends what was told there when an alert becomes suppressed, and so has to see those that are
            outputs.alerts()
                    .sinkTo(new AlertmanagerSink(settings.alertmanager()))
                    .uid("alerts-to-alertmanager")
                    .name("alerts to Alertmanager");
        }
    }

    /** What every run of the job needs, whatever the cluster's configuration says. */
    public static void configure(StreamExecutionEnvironment env) {
        JobEnvironment.configure(env, new Configuration(), DetectionTopology.MAX_PARALLELISM);
    }
}
