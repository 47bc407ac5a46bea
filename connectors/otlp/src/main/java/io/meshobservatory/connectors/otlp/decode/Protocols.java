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

    /** The attributes by which a span names a system. */
    static final AttributeSet SYSTEMS = AttributeSet.of(
            AttributeKey.DB_SYSTEM_NAME,
            AttributeKey.DB_SYSTEM,
            AttributeKey.MESSAGING_SYSTEM,
            AttributeKey.RPC_SYSTEM_NAME,
            AttributeKey.RPC_SYSTEM);

    private static final AttributeSet GRPC = AttributeSet.of(AttributeKey.GRPC_STATUS_CODE, AttributeKey.GRPC_PATH);
    private static final AttributeSet HTTP = AttributeSet.of(
            AttributeKey.HTTP_REQUEST_METHOD,
            AttributeKey.HTTP_METHOD,
            AttributeKey.HTTP_RESPONSE_STATUS_CODE,
            AttributeKey.HTTP_STATUS_CODE);

    private Protocols() {}

    /** The database, messaging or RPC system, {@code grpc}, {@code http}, or empty where nothing tells. */
    static String of(Attributes span) {
        String system = span.hasAny(SYSTEMS) ? system(span) : null;
        if (system != null) {
            return system;
        }
        if (isGrpc(span)) {
            return "grpc";
        }
        return span.hasAny(HTTP) ? "http" : "";
    }

    private static @Nullable String system(Attributes span) {
        String database = span.string(AttributeKey.DB_SYSTEM_NAME, AttributeKey.DB_SYSTEM);
        if (database != null) {
            return NEW_DATABASE_NAMES.getOrDefault(database, database);
        }
        String messaging = span.string(AttributeKey.MESSAGING_SYSTEM);
        if (messaging != null) {
            return messaging;
        }
        String rpc = span.string(AttributeKey.RPC_SYSTEM_NAME, AttributeKey.RPC_SYSTEM);
        return rpc == null ? null : NEW_RPC_NAMES.getOrDefault(rpc, rpc);
    }

    /** Whether a proxy tells that the request was gRPC. */
    private static boolean isGrpc(Attributes span) {
        if (span.hasAny(GRPC)) {
            return true;
        }
        String type = contentType(span);
        return type != null && type.startsWith("application/grpc");
    }

    private static @Nullable String contentType(Attributes span) {
        return span.string(AttributeKey.HTTP_REQUEST_HEADER_CONTENT_TYPE);
    }
}
