/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocol of a span, in the newest spelling of the semantic conventions. */
final class Protocols {
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

    private Protocols() {}

    /** The database, messaging or RPC system, {@code grpc}, {@code http}, or empty where nothing tells. */
    static String of(Attributes span) {
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
        if (isGrpc(span)) {
            return "grpc";
        }
        boolean http = span.has(AttributeKey.HTTP_REQUEST_METHOD)
                || span.has(AttributeKey.HTTP_METHOD)
                || span.has(AttributeKey.HTTP_RESPONSE_STATUS_CODE)
                || span.has(AttributeKey.HTTP_STATUS_CODE);
        return http ? "http" : "";
    }

    /** Whether a proxy tells that the request was gRPC. */
    private static boolean isGrpc(Attributes span) {
        if (span.has(AttributeKey.GRPC_STATUS_CODE) || span.has(AttributeKey.GRPC_PATH)) {
            return true;
        }
        String type = contentType(span);
        return type != null && type.startsWith("application/grpc");
    }

    private static @Nullable String contentType(Attributes span) {
        return span.string(AttributeKey.HTTP_REQUEST_HEADER_CONTENT_TYPE);
    }
}
