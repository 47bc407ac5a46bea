/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.jspecify.annotations.Nullable;

/** What the attributes of a span that a search found tell of its kind and status, which it does not carry itself. */
final class SpanHints {
    private @Nullable SpanKind told;
    private @Nullable SpanKind inferred;
    private boolean waypoint;
    private boolean error;

    /** Looks at one attribute. */
    void see(String key, String value) {
        switch (key) {
            case "kind" -> told = kind(value);
            case "status" -> error = value.equals("error");
            case "node_id" -> waypoint = value.startsWith("waypoint~");
            case "upstream_cluster" -> inferred = kindTowards(value);
            default -> {
                // tells of neither
            }
        }
    }

    /** The kind that was told, else the kind that a proxy's span must have, else unspecified. */
    SpanKind kind() {
        if (told != null) {
            return told;
        }
        if (waypoint) {
            return SpanKind.SPAN_KIND_SERVER;
        }
        return inferred == null ? SpanKind.SPAN_KIND_UNSPECIFIED : inferred;
    }

    boolean isError() {
        return error;
    }

    private static @Nullable SpanKind kind(String word) {
        return switch (word) {
            case "internal" -> SpanKind.SPAN_KIND_INTERNAL;
            case "server" -> SpanKind.SPAN_KIND_SERVER;
            case "client" -> SpanKind.SPAN_KIND_CLIENT;
            case "producer" -> SpanKind.SPAN_KIND_PRODUCER;
            case "consumer" -> SpanKind.SPAN_KIND_CONSUMER;
            default -> null;
        };
    }

    private static @Nullable SpanKind kindTowards(String cluster) {
        if (cluster.startsWith("inbound") || cluster.startsWith("InboundPassthroughCluster")) {
            return SpanKind.SPAN_KIND_SERVER;
        }
        boolean outbound = cluster.startsWith("outbound|")
                || cluster.startsWith("PassthroughCluster")
                || cluster.startsWith("BlackHoleCluster");
        return outbound ? SpanKind.SPAN_KIND_CLIENT : null;
    }
}
