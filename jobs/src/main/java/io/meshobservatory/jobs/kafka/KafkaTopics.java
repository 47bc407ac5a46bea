/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

/** The topics of the mesh that the jobs write and read. Those of telemetry are named by {@code OtlpSignal}. */
public final class KafkaTopics {
    /** Rows of edges, JSON; key: the edge's identity. Schema: docs/schemas/mesh_edges.schema.json. */
    public static final String EDGES = "mesh_edges";

    /** Records that could not be decoded: the original bytes, with headers for reason, topic, partition, offset. */
    public static final String DEAD_LETTERS = "otlp_dead_letter";

    /** Spans that were not counted, JSON, with the reason. */
    public static final String DROPPED_SPANS = "mesh_dropped_spans";

    /** What is known about nodes apart from calls, JSON. Schema: docs/schemas/mesh_facts.schema.json. */
    public static final String FACTS = "mesh_facts";

    /** Access-log lines that fit no known format: the line as it came, with headers for reason and origin. */
    public static final String UNPARSED_LOG_LINES = "mesh_unparsed_logs";

    /** States of alerts, JSON (OCSF); key: the alert's id. Schema: docs/schemas/mesh_alerts.schema.json. */
    public static final String ALERTS = "mesh_alerts";

    /** What people say about alerts, JSON; key: its id; compacted. Schema: docs/schemas/mesh_control.schema.json. */
    public static final String CONTROL = "mesh_control";

    private KafkaTopics() {}
}
