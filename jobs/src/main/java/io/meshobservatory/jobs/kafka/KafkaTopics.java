/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

/** The topics that the jobs write. Those that they read are named by {@code OtlpSignal}. */
public final class KafkaTopics {
    /** Rows of edges, JSON; key: the edge's identity. Schema: docs/schemas/mesh_edges.schema.json. */
    public static final String EDGES = "mesh_edges";

    /** Records that could not be decoded: the original bytes, with headers for reason, topic, partition, offset. */
    public static final String DEAD_LETTERS = "otlp_dead_letter";

    /** Spans that were not counted, JSON, with the reason. */
    public static final String DROPPED_SPANS = "mesh_dropped_spans";

    private KafkaTopics() {}
}
