/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.PathTemplate;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a span asked for, in a form that does not name single objects: {@code GET /orders/{id}},
 * {@code shop.Cart/AddItem}, {@code SELECT orders}, {@code send}. Never a path as it came. Not thread-safe.
 */
final class Operations {
    private static final int MAX_LENGTH = 160;
    private static final AttributeSet PATHS = AttributeSet.of(
            AttributeKey.URL_PATH, AttributeKey.HTTP_TARGET, AttributeKey.URL_FULL, AttributeKey.HTTP_URL);

    private final PairCache<String, String, String> known = new PairCache<>();
    private final HttpOperations http = new HttpOperations();

    /** The operation, empty where nothing tells. */
    String of(Attributes span, String protocol) {
        if (span.hasAny(Protocols.SYSTEMS)) {
            if (span.has(AttributeKey.DB_SYSTEM_NAME) || span.has(AttributeKey.DB_SYSTEM)) {
                return database(span);
            }
            if (span.has(AttributeKey.MESSAGING_SYSTEM)) {
                return limit(Messaging.operation(span));
            }
        }
        String rpc = rpc(span, protocol);
        return rpc != null ? rpc : http(span);
    }

    private String database(Attributes span) {
        String operation = span.string(AttributeKey.DB_OPERATION_NAME, AttributeKey.DB_OPERATION);
        if (operation == null) {
            String summary = span.string(AttributeKey.DB_QUERY_SUMMARY);
            return summary == null ? "" : limit(summary);
        }
        String collection = collection(span);
        if (collection == null) {
            return limit(operation);
        }
        String cached = known.get(operation, collection);
        return cached != null ? cached : known.put(operation, collection, limit(operation + ' ' + collection));
    }

    private static @Nullable String collection(Attributes span) {
        String collection = span.string(AttributeKey.DB_COLLECTION_NAME, AttributeKey.DB_SQL_TABLE);
        if (collection == null) {
            collection = span.string(AttributeKey.DB_MONGODB_COLLECTION, AttributeKey.DB_CASSANDRA_TABLE);
        }
        return collection != null ? collection : span.string(AttributeKey.DB_COSMOSDB_CONTAINER);
    }

    private @Nullable String rpc(Attributes span, String protocol) {
        String method = span.string(AttributeKey.RPC_METHOD);
        String service = span.string(AttributeKey.RPC_SERVICE);
        if (method != null || service != null) {
            if (method == null || service == null || method.indexOf('/') >= 0) {
                return limit(method == null ? String.valueOf(service) : method);
            }
            String cached = known.get(service, method);
            return cached != null ? cached : known.put(service, method, limit(service + '/' + method));
        }
        if (!protocol.equals("grpc")) {
            return null;
        }
        AttributeKey key = span.has(AttributeKey.GRPC_PATH) ? AttributeKey.GRPC_PATH : path(span);
        String path = key == null ? null : span.string(key);
        if (path == null) {
            return null;
        }
        String cached = known.get(protocol, path);
        if (cached != null) {
            return cached;
        }
        String template = PathTemplate.of(path);
        return known.put(protocol, path, template.length() > 1 ? template.substring(1) : "");
    }

    private String http(Attributes span) {
        String told = span.string(AttributeKey.HTTP_REQUEST_METHOD, AttributeKey.HTTP_METHOD);
        if (told == null) {
            return "";
        }
        String method = method(told);
        String route = span.string(AttributeKey.HTTP_ROUTE, AttributeKey.URL_TEMPLATE);
        if (route != null) {
            String cached = known.get(route, method);
            return cached != null ? cached : known.put(route, method, limit(method + ' ' + route));
        }
        AttributeKey path = path(span);
        if (path == null) {
            return method;
        }
        if (span.hasBytes(path)) {
            return http.of(method, span.bytes(), span.start(path), span.end(path));
        }
        byte[] text = utf8(span, path);
        return http.of(method, text, 0, text.length);
    }

    private static byte[] utf8(Attributes span, AttributeKey key) {
        return String.valueOf(span.string(key)).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable AttributeKey path(Attributes span) {
        if (!span.hasAny(PATHS)) {
            return null;
        }
        if (span.has(AttributeKey.URL_PATH)) {
            return AttributeKey.URL_PATH;
        }
        if (span.has(AttributeKey.HTTP_TARGET)) {
            return AttributeKey.HTTP_TARGET;
        }
        return span.has(AttributeKey.URL_FULL) ? AttributeKey.URL_FULL : AttributeKey.HTTP_URL;
    }

    /** Methods come from outside, too: those that no standard knows are one. */
    private static String method(String told) {
        return switch (told) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY" -> told;
            default -> "_OTHER";
        };
    }

    private static String limit(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }
}
