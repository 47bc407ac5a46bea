/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a line of an access log may tell, with the keys under which JSON formats, custom labels and ztunnel tell it. The
 * order is part of {@link LineId}s: constants may only be appended.
 */
enum Field {
    START_TIME("start_time"),
    METHOD("method"),
    /** The path before any rewriting, as {@code X-ENVOY-ORIGINAL-PATH?:PATH}. */
    PATH("path", "x_envoy_origin_path", "x_envoy_original_path"),
    PROTOCOL("protocol"),
    RESPONSE_CODE("response_code"),
    RESPONSE_FLAGS("response_flags"),
    RESPONSE_CODE_DETAILS("response_code_details"),
    CONNECTION_TERMINATION_DETAILS("connection_termination_details"),
    UPSTREAM_TRANSPORT_FAILURE_REASON("upstream_transport_failure_reason"),
    BYTES_RECEIVED("bytes_received"),
    BYTES_SENT("bytes_sent"),
    /** Milliseconds, with Envoy; a number with its unit, with ztunnel. */
    DURATION("duration"),
    UPSTREAM_SERVICE_TIME("upstream_service_time", "x_envoy_upstream_service_time"),
    X_FORWARDED_FOR("x_forwarded_for"),
    USER_AGENT("user_agent"),
    REQUEST_ID("request_id", "x_request_id"),
    AUTHORITY("authority", "authority_for"),
    UPSTREAM_HOST("upstream_host"),
    UPSTREAM_CLUSTER("upstream_cluster", "upstream_cluster_raw"),
    UPSTREAM_LOCAL_ADDRESS("upstream_local_address"),
    DOWNSTREAM_LOCAL_ADDRESS("downstream_local_address"),
    DOWNSTREAM_REMOTE_ADDRESS("downstream_remote_address"),
    REQUESTED_SERVER_NAME("requested_server_name"),
    ROUTE_NAME("route_name"),
    DOWNSTREAM_PEER_URI_SAN("downstream_peer_uri_san"),
    DOWNSTREAM_LOCAL_URI_SAN("downstream_local_uri_san"),
    UPSTREAM_PEER_URI_SAN("upstream_peer_uri_san"),
    UPSTREAM_LOCAL_URI_SAN("upstream_local_uri_san"),
    X_FORWARDED_CLIENT_CERT("x_forwarded_client_cert"),
    DOWNSTREAM_TLS_VERSION("downstream_tls_version"),
    DOWNSTREAM_PEER_SUBJECT("downstream_peer_subject"),
    GRPC_STATUS("grpc_status"),
    CONTENT_TYPE("content_type", "request_content_type"),
    TRACE_ID("trace_id"),
    SPAN_ID("span_id"),
    TRACEPARENT("traceparent"),
    /** When a ztunnel line was written: the end of the connection. */
    TIME("time"),
    SCOPE("scope"),
    MESSAGE("message"),
    SRC_ADDR("src.addr"),
    SRC_WORKLOAD("src.workload"),
    SRC_NAMESPACE("src.namespace"),
    SRC_IDENTITY("src.identity"),
    DST_ADDR("dst.addr"),
    DST_HBONE_ADDR("dst.hbone_addr"),
    DST_SERVICE("dst.service"),
    DST_WORKLOAD("dst.workload"),
    DST_NAMESPACE("dst.namespace"),
    DST_IDENTITY("dst.identity"),
    DIRECTION("direction"),
    BYTES_RECV("bytes_recv"),
    ERROR("error");

    private static final Map<String, Field> BY_KEY = byKey();

    private final List<String> keys;

    Field(String... keys) {
        this.keys = List.of(keys);
    }

    /** The field of a key, also in the spelling of a header or pseudo-header ({@code x-forwarded-for}, {@code :path}). */
    static @Nullable Field of(String key) {
        Field field = BY_KEY.get(key);
        if (field != null || key.isEmpty()) {
            return field;
        }
        String plain = key.charAt(0) == ':' ? key.substring(1) : key;
        return BY_KEY.get(plain.toLowerCase(Locale.ROOT).replace('-', '_'));
    }

    private static Map<String, Field> byKey() {
        Map<String, Field> byKey = new HashMap<>();
        for (Field field : values()) {
            field.keys.forEach(key -> byKey.put(key, field));
        }
        return byKey;
    }
}
