/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.TraceId;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A random call as a proxy knows it, which can be written in every form, and of which is known what the line must tell.
 * Writing shares nothing with the code that reads.
 */
record WrittenCall(
        Side side,
        long startMillis,
        String method,
        String path,
        String template,
        String protocol,
        int status,
        String flags,
        String sortedFlags,
        String details,
        String denial,
        long received,
        long sent,
        long durationMillis,
        int service,
        int caller,
        int requestNumber) {
    enum Side {
        SOURCE,
        DESTINATION,
        WAYPOINT
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long YEAR_2026 = 1_767_225_600_000L;
    private static final String[][] PATHS = {
        {"/", "/"},
        {"/orders/4711", "/orders/{id}"},
        {"/search?q=a b&c=\u00fc", "/search"},
        {"/api/v1/users/3f2504e0-4f89-11d3-9a0c-0305e82c3301/mail", "/api/v1/users/{id}/mail"}
    };
    private static final String[][] FLAGS = {
        {"-", ""},
        {"-", ""},
        {"UH", "UH"},
        {"URX,UF", "UF,URX"},
        {"FI", "FI"},
        {"DI", "DI"},
        {"UO,RL,UAEX", "RL,UAEX,UO"}
    };
    private static final String[][] DETAILS = {
        {"via_upstream", ""},
        {"rbac_access_denied_matched_policy[ns[a]-policy[b]-rule[0]]", "rbac ns[a]-policy[b]-rule[0]"},
        {"rbac_access_denied_matched_policy[none]", "rbac none"},
        {"jwt_authn_access_denied{Jwt_is_expired}", "jwt"}
    };
    private static final int[] STATUS = {200, 204, 302, 403, 404, 429, 500, 503, 0};

    static WrittenCall random(Random random) {
        String[] path = PATHS[random.nextInt(PATHS.length)];
        String[] flags = FLAGS[random.nextInt(FLAGS.length)];
        String[] details = DETAILS[random.nextInt(DETAILS.length)];
        return new WrittenCall(
                Side.values()[random.nextInt(3)],
                YEAR_2026 + random.nextInt(1_000_000_000),
                List.of("GET", "POST", "DELETE").get(random.nextInt(3)),
                path[0],
                path[1],
                random.nextBoolean() ? "HTTP/1.1" : "HTTP/2",
                STATUS[random.nextInt(STATUS.length)],
                flags[0],
                flags[1],
                details[0],
                details[1],
                random.nextInt(5000),
                random.nextInt(1_000_000_000) * 7L,
                random.nextInt(100_000),
                random.nextInt(9),
                random.nextInt(9),
                random.nextInt());
    }

    /** What the line must tell. */
    Call expected() {
        Node calleeNode = new Node("unknown", "shop", "svc-" + service, NodeKind.SERVICE);
        Node callerNode = new Node("unknown", "unknown", "10.1.0." + caller, NodeKind.UNKNOWN);
        boolean source = side == Side.SOURCE;
        long nanos = durationMillis * 1_000_000;
        return new Call(
                new TraceId(0, 0),
                0,
                0,
                source ? Call.Evidence.CALLER_ONLY : Call.Evidence.CALLEE_ONLY,
                new Edge(callerNode, "unknown", calleeNode, "unknown", "http"),
                1L << 16,
                (startMillis + durationMillis) * 1_000_000,
                source ? nanos : -1,
                source ? -1 : nanos,
                false,
                new Exchange(
                        expectedOutcome(),
                        sortedFlags,
                        received,
                        sent,
                        method + " " + template,
                        expectedDenial(),
                        ConnectionSecurity.UNKNOWN,
                        "",
                        ""));
    }

    Vantage expectedVantage() {
        return switch (side) {
            case SOURCE -> Vantage.LOGS_SOURCE;
            case DESTINATION -> Vantage.LOGS_DESTINATION;
            case WAYPOINT -> Vantage.LOGS_WAYPOINT;
        };
    }

    private Outcome expectedOutcome() {
        if (flags.equals("FI")) {
            return Outcome.FAULT_INJECTED;
        }
        if (status == 0) {
            return Outcome.FAILED_NO_RESPONSE;
        }
        return status < 400 ? Outcome.OK : status < 500 ? Outcome.REJECTED_HTTP_4XX : Outcome.FAILED_HTTP_5XX;
    }

    private String expectedDenial() {
        if (!denial.isEmpty()) {
            return denial;
        }
        if (flags.contains("UAEX")) {
            return "ext_authz";
        }
        return status == 401 ? "http_401" : status == 403 ? "http_403" : "";
    }

    /** In Istio's text format of today, or with the semicolon of some releases behind the cluster. */
    String text(boolean semicolon) {
        Map<String, Object> told = told();
        return "[" + told.get("start_time") + "] \"" + method + " " + path + " " + protocol + "\" " + status + " "
                + flags
                + " " + details + " - \"-\" " + received + " " + sent + " " + durationMillis
                + " - \"-\" \"agent/1.0 (x; y)\" \""
                + told.get("request_id") + "\" \"" + told.get("authority") + "\" \"" + told.get("upstream_host") + "\" "
                + told.get("upstream_cluster") + (semicolon ? ";" : "") + " " + told.get("upstream_local_address") + " "
                + told.get("downstream_local_address") + " " + told.get("downstream_remote_address") + " "
                + told.get("requested_server_name") + " default\n";
    }

    /** In Istio's JSON format: numbers typed, and null for what is missing; or all strings, as through OTLP. */
    String json(boolean typed) {
        StringBuilder json = new StringBuilder("{");
        told().forEach((key, value) -> {
            json.append(json.length() > 1 ? "," : "").append('"').append(key).append("\":");
            if (typed && value instanceof Long) {
                json.append(value);
            } else if (typed && value.equals("-")) {
                json.append("null");
            } else {
                json.append('"').append(value).append('"');
            }
        });
        return json.append("}\n").toString();
    }

    /** As a structured body. */
    LogRecord structured(boolean typed) {
        Map<String, Object> values = new LinkedHashMap<>();
        told().forEach((key, value) -> values.put(key, typed ? value : value.toString()));
        return Requests.structured(values).build();
    }

    /** As labels beside a body that is no access log. */
    LogRecord labels() {
        LogRecord.Builder record = Requests.line("call\n");
        told().forEach((key, value) -> record.addAttributes(Requests.attribute(key, value)));
        return record.build();
    }

    private Map<String, Object> told() {
        boolean source = side == Side.SOURCE;
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("start_time", TIME.format(Instant.ofEpochMilli(startMillis)));
        told.put("route_name", "default");
        told.put("method", method);
        told.put("path", path);
        told.put("protocol", protocol);
        told.put("response_code", (long) status);
        told.put("response_flags", flags);
        told.put("response_code_details", details);
        told.put("connection_termination_details", "-");
        told.put("bytes_received", received);
        told.put("bytes_sent", sent);
        told.put("duration", durationMillis);
        told.put("upstream_service_time", "-");
        told.put("x_forwarded_for", "-");
        told.put("user_agent", "agent/1.0 (x; y)");
        told.put("request_id", "r-" + requestNumber);
        told.put("authority", "svc-" + service + ":8080");
        told.put("upstream_host", source ? "10.2.0." + service + ":8080" : "-");
        String host = "svc-" + service + ".shop.svc.cluster.local";
        told.put(
                "upstream_cluster",
                switch (side) {
                    case SOURCE -> "outbound|8080||" + host;
                    case DESTINATION -> "inbound|8080||";
                    case WAYPOINT -> "inbound-vip|8080|http|" + host;
                });
        told.put("upstream_local_address", source ? "10.1.0." + caller + ":40001" : "-");
        told.put("downstream_local_address", "10.96.0." + service + ":8080");
        told.put("downstream_remote_address", "10.1.0." + caller + ":40000");
        told.put("requested_server_name", side == Side.DESTINATION ? "outbound_.8080_._." + host : "-");
        told.put("upstream_transport_failure_reason", "-");
        return told;
    }
}
