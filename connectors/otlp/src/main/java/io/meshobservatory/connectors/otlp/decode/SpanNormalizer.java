/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the raw fields of a span their meaning: old and new semantic conventions, Envoy's strings, Istio's names. Where
 * the fields come from (the selective decoder, or protobuf-java in the tests) makes no difference. Not thread-safe.
 */
final class SpanNormalizer {
    private static final Map<String, String> NEW_DATABASE_NAMES = Map.ofEntries(
            Map.entry("mssql", "microsoft.sql_server"),
            Map.entry("oracle", "oracle.db"),
            Map.entry("db2", "ibm.db2"),
            Map.entry("dynamodb", "aws.dynamodb"),
            Map.entry("cosmosdb", "azure.cosmosdb"),
            Map.entry("redshift", "aws.redshift"),
            Map.entry("spanner", "gcp.spanner"),
            Map.entry("h2", "h2database"),
            Map.entry("hanadb", "sap.hana"),
            Map.entry("firebird", "firebirdsql"),
            Map.entry("informix", "ibm.informix"),
            Map.entry("netezza", "ibm.netezza"),
            Map.entry("ingres", "actian.ingres"),
            Map.entry("adabas", "softwareag.adabas"),
            Map.entry("maxdb", "sap.maxdb"),
            Map.entry("intersystems_cache", "intersystems.cache"));
    private static final Map<String, String> NEW_RPC_NAMES =
            Map.of("apache_dubbo", "dubbo", "connect_rpc", "connectrpc");

    private final Workloads workloads = new Workloads();

    /** The name of the service that a resource describes, for reports about spans that cannot be read. */
    static String serviceName(Attributes resource) {
        String name = resource.string(AttributeKey.SERVICE_NAME);
        return name == null ? Node.UNKNOWN_NAME : name;
    }

    Span normalize(RawSpan raw, int copy, Attributes resource) {
        Attributes span = raw.attributes;
        Workload workload = workloads.of(resource, span);
        SpanKind kind = SpanKind.fromNumber(raw.kind);
        long end = raw.endNanos;
        // no start, or a clock that was set back during the span: better no duration than a wrong one
        long start = raw.startNanos <= 0 || raw.startNanos > end ? end : raw.startNanos;
        return new Span(
                new TraceId(raw.traceId.longAt(0), raw.traceId.longAt(8)),
                raw.spanId.longAt(0),
                raw.parentSpanId,
                copy,
                kind,
                Span.Origin.APPLICATION,
                start,
                end,
                workload,
                Peers.of(span, kind, workload.node()),
                protocol(span),
                SampleWeight.ONE,
                false,
                exchange(raw));
    }

    private static Exchange exchange(RawSpan raw) {
        Attributes span = raw.attributes;
        String source = principal(span.string(AttributeKey.SOURCE_PRINCIPAL));
        String destination = principal(span.string(AttributeKey.DESTINATION_PRINCIPAL));
        return new Exchange(
                Outcomes.of(span, raw.statusCode),
                orEmpty(span.string(AttributeKey.RESPONSE_FLAGS)),
                bytes(span.number(
                        AttributeKey.REQUEST_SIZE,
                        AttributeKey.HTTP_REQUEST_BODY_SIZE,
                        AttributeKey.HTTP_REQUEST_CONTENT_LENGTH)),
                bytes(span.number(
                        AttributeKey.RESPONSE_SIZE,
                        AttributeKey.HTTP_RESPONSE_BODY_SIZE,
                        AttributeKey.HTTP_RESPONSE_CONTENT_LENGTH)),
                "",
                "",
                source.isEmpty() || destination.isEmpty() ? ConnectionSecurity.UNKNOWN : ConnectionSecurity.MUTUAL_TLS,
                source,
                destination);
    }

    private static String protocol(Attributes span) {
        String database = span.string(AttributeKey.DB_SYSTEM_NAME, AttributeKey.DB_SYSTEM);
        if (database != null) {
            return NEW_DATABASE_NAMES.getOrDefault(database, database);
        }
        String messaging = span.string(AttributeKey.MESSAGING_SYSTEM);
        if (messaging != null) {
            return messaging;
        }
        String rpc = span.string(AttributeKey.RPC_SYSTEM_NAME, AttributeKey.RPC_SYSTEM);
        if (rpc != null) {
            return NEW_RPC_NAMES.getOrDefault(rpc, rpc);
        }
        if (span.has(AttributeKey.GRPC_STATUS_CODE) || span.has(AttributeKey.GRPC_PATH)) {
            return "grpc";
        }
        boolean http = span.has(AttributeKey.HTTP_REQUEST_METHOD)
                || span.has(AttributeKey.HTTP_METHOD)
                || span.has(AttributeKey.HTTP_RESPONSE_STATUS_CODE)
                || span.has(AttributeKey.HTTP_STATUS_CODE);
        return http ? "http" : "";
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String principal(@Nullable String value) {
        return value == null || value.equals(Node.UNKNOWN_NAME) ? "" : value;
    }

    private static long bytes(long value) {
        return value < 0 ? Exchange.UNKNOWN_BYTES : value;
    }
}
