/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Denial;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.PathTemplate;
import io.meshobservatory.core.telemetry.ResponseFlags;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an Envoy line tells of request and response, apart from who talked to whom. Stateless. */
final class EnvoyExchange {
    private static final String HTTP = "http";
    private static final String GRPC = "grpc";
    private static final String OTHER_METHOD = "_OTHER";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");
    private static final Set<String> FAILURES_OF_CONNECTIONS =
            Set.of("UF", "UH", "UO", "UC", "UR", "UT", "URX", "NR", "NC", "DF", "LH");
    private static final int MAX_FLAGS_CHARS = 256;

    private EnvoyExchange() {}

    /** The exchange; numbers and flags have been checked. */
    static Exchange of(Fields fields, String protocol, String flags, UpstreamCluster.Role role) {
        boolean caller = role == UpstreamCluster.Role.OUTBOUND || role == UpstreamCluster.Role.UNROUTED;
        String source = caller ? ClientCertificates.first(fields.get(Field.UPSTREAM_LOCAL_URI_SAN)) : client(fields);
        String destination =
                caller ? ClientCertificates.first(fields.get(Field.UPSTREAM_PEER_URI_SAN)) : server(fields);
        return new Exchange(
                outcome(fields, protocol, flags),
                flags,
                fields.number(Field.BYTES_RECEIVED),
                fields.number(Field.BYTES_SENT),
                operation(fields, protocol),
                denial(fields, protocol, flags),
                caller ? upstreamSecurity(source, destination) : downstreamSecurity(fields, source, role),
                source,
                destination);
    }

    /** A policy where the line tells of one, else what the status tells. */
    private static String denial(Fields fields, String protocol, String flags) {
        String policy = Denials.ofEnvoy(
                fields.get(Field.RESPONSE_CODE_DETAILS), fields.get(Field.CONNECTION_TERMINATION_DETAILS), flags);
        if (!policy.isEmpty() || protocol.equals(Call.CONNECTION_PROTOCOL)) {
            return policy;
        }
        String grpc = fields.get(Field.GRPC_STATUS);
        return protocol.equals(GRPC) && grpc != null
                ? Denial.ofGrpcStatus(grpc)
                : Denial.ofHttpStatus(fields.number(Field.RESPONSE_CODE));
    }

    /**
     * {@code http}, {@code grpc}, {@code tcp}, or unknown. A connection without a request has neither method nor protocol,
     * and no status; a format may also leave them out, which tells nothing.
     */
    static String protocol(Fields fields) {
        String version = fields.get(Field.PROTOCOL);
        if (version != null || fields.has(Field.METHOD)) {
            return version != null && version.startsWith("HTTP/2") && isGrpc(fields) ? GRPC : HTTP;
        }
        if (fields.number(Field.RESPONSE_CODE) > 0) {
            return HTTP;
        }
        boolean told = fields.isToldMissing(Field.PROTOCOL) || fields.isToldMissing(Field.METHOD);
        return told ? Call.CONNECTION_PROTOCOL : Node.UNKNOWN_NAME;
    }

    /** The flags, sorted, each once; null where the text is no list of flags. */
    static @Nullable String flags(@Nullable String told) {
        if (told == null) {
            return "";
        }
        if (told.length() > MAX_FLAGS_CHARS) {
            return null;
        }
        for (int i = 0; i < told.length(); i++) {
            char c = told.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            if (!letter && c != ',') {
                return null;
            }
        }
        boolean gap = told.startsWith(",") || told.endsWith(",") || told.contains(",,");
        return gap ? null : ResponseFlags.sorted(told);
    }

    /**
     * Before a request's content type was looked at, Envoy told a gRPC status for any request; hence only over HTTP/2. The
     * default formats tell neither: there, a request is gRPC if its path and its user agent are those that gRPC prescribes.
     */
    private static boolean isGrpc(Fields fields) {
        String type = fields.get(Field.CONTENT_TYPE);
        if (type != null) {
            return type.startsWith("application/grpc");
        }
        return fields.has(Field.GRPC_STATUS) || looksLikeGrpc(fields);
    }

    private static boolean looksLikeGrpc(Fields fields) {
        String agent = fields.get(Field.USER_AGENT);
        String path = fields.get(Field.PATH);
        boolean library = agent != null && (agent.startsWith("grpc-") || agent.contains(" grpc-"));
        boolean called = library && "POST".equals(fields.get(Field.METHOD));
        return called && path != null && path.startsWith("/") && path.indexOf('/', 1) == path.lastIndexOf('/');
    }

    private static Outcome outcome(Fields fields, String protocol, String flags) {
        if (Outcome.hasFlag(flags, "FI")) {
            return Outcome.FAULT_INJECTED;
        }
        if (protocol.equals(Call.CONNECTION_PROTOCOL)) {
            for (String flag : flags.split(",", -1)) {
                if (FAILURES_OF_CONNECTIONS.contains(flag)) {
                    return Outcome.FAILED_STATUS;
                }
            }
            return Outcome.UNSET;
        }
        String grpc = fields.get(Field.GRPC_STATUS);
        if (protocol.equals(GRPC) && grpc != null) {
            return Outcome.ofGrpcStatus(grpc);
        }
        long status = fields.number(Field.RESPONSE_CODE);
        return status == Fields.ABSENT ? Outcome.UNSET : Outcome.ofHttpStatus(status);
    }

    private static String operation(Fields fields, String protocol) {
        String path = fields.get(Field.PATH);
        String template = path == null ? "" : PathTemplate.of(path);
        if (protocol.equals(GRPC)) {
            return template.startsWith("/") ? template.substring(1) : template;
        }
        String method = fields.get(Field.METHOD);
        if (method == null) {
            return "";
        }
        String known = METHODS.contains(method) ? method : OTHER_METHOD;
        return template.isEmpty() ? known : known + ' ' + template;
    }

    private static String client(Fields fields) {
        String name = ClientCertificates.first(fields.get(Field.DOWNSTREAM_PEER_URI_SAN));
        String header = fields.get(Field.X_FORWARDED_CLIENT_CERT);
        if (name.isEmpty()) {
            name = ClientCertificates.nearest(header, "URI");
        }
        if (name.isEmpty()) {
            name = ClientCertificates.whole(fields.get(Field.DOWNSTREAM_PEER_SUBJECT));
        }
        return name.isEmpty() ? ClientCertificates.nearest(header, "Subject") : name;
    }

    private static String server(Fields fields) {
        String name = ClientCertificates.first(fields.get(Field.DOWNSTREAM_LOCAL_URI_SAN));
        return name.isEmpty() ? ClientCertificates.nearest(fields.get(Field.X_FORWARDED_CLIENT_CERT), "By") : name;
    }

    /** A server always shows its certificate before it may ask for the client's, so a client's proves both. */
    private static ConnectionSecurity downstreamSecurity(Fields fields, String client, UpstreamCluster.Role role) {
        if (!client.isEmpty()) {
            return ConnectionSecurity.MUTUAL_TLS;
        }
        // behind a waypoint's tunnel the connection inside is always without TLS
        boolean plain = role == UpstreamCluster.Role.INBOUND && fields.isToldMissing(Field.DOWNSTREAM_TLS_VERSION);
        return plain ? ConnectionSecurity.PLAIN_TEXT : ConnectionSecurity.UNKNOWN;
    }

    private static ConnectionSecurity upstreamSecurity(String source, String destination) {
        return source.isEmpty() || destination.isEmpty() ? ConnectionSecurity.UNKNOWN : ConnectionSecurity.MUTUAL_TLS;
    }
}
