/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp;

/** The signals of OTLP, with the names that the OpenTelemetry Collector gives to their Kafka topics. */
public enum OtlpSignal {
    SPANS("otlp_spans", "/v1/traces"),
    METRICS("otlp_metrics", "/v1/metrics"),
    LOGS("otlp_logs", "/v1/logs");

    private final String topic;
    private final String httpPath;

    OtlpSignal(String topic, String httpPath) {
        this.topic = topic;
        this.httpPath = httpPath;
    }

    /** The Kafka topic whose records are {@code Export*ServiceRequest} messages of this signal. */
    public String topic() {
        return topic;
    }

    /** The path of OTLP/HTTP. */
    public String httpPath() {
        return httpPath;
    }
}
