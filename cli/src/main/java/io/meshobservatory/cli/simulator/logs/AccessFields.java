/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.logs;

import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Answer;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Request;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Wire;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of an access log by Istio's JSON names. Stateless. */
final class AccessFields {
    private static final String MISSING = "-";

    private AccessFields() {}

    /** All fields in Istio's order; a number is a {@link Long}, what is missing is {@code -}. */
    static Map<String, Object> of(ProxyReport report) {
        Request request = report.request();
        Answer answer = report.answer();
        Wire wire = report.wire();
        boolean tcp = report.isTcp();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("start_time", AccessLine.time(report));
        fields.put("route_name", wire.route());
        fields.put("method", tcp ? MISSING : request.method());
        fields.put("path", tcp ? MISSING : request.path());
        fields.put("protocol", tcp ? MISSING : request.version());
        fields.put("response_code", (long) answer.code());
        fields.put("response_flags", answer.flags());
        fields.put("response_code_details", tcp ? MISSING : answer.details());
        fields.put("connection_termination_details", tcp ? answer.details() : MISSING);
        fields.put("bytes_received", answer.requestBytes());
        fields.put("bytes_sent", answer.responseBytes());
        fields.put("duration", AccessLine.millis(report.endNanos() - report.startNanos()));
        fields.put(
                "upstream_service_time",
                answer.upstreamNanos() < 0 ? MISSING : Long.toString(AccessLine.millis(answer.upstreamNanos())));
        fields.put("x_forwarded_for", request.forwardedFor());
        fields.put("user_agent", request.userAgent());
        fields.put("request_id", request.id());
        fields.put("authority", request.authority());
        fields.put("upstream_host", wire.upstreamHost());
        fields.put("upstream_cluster", wire.upstreamCluster());
        fields.put("upstream_local_address", wire.upstreamLocal());
        fields.put("downstream_local_address", wire.downstreamLocal());
        fields.put("downstream_remote_address", wire.downstreamRemote());
        fields.put("requested_server_name", wire.serverName());
        fields.put("upstream_transport_failure_reason", answer.transportFailure());
        return fields;
    }
}
