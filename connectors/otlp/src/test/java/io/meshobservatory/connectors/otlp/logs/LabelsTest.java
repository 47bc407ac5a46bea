/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.TraceId;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Labels beside a line")
class LabelsTest {
    private static final String A = "spiffe://cluster.local/ns/shop/sa/a";
    private static final String B = "spiffe://cluster.local/ns/shop/sa/b";
    private static final String INBOUND =
            "[2026-03-04T05:06:07.1Z] \"POST /pkg.Pay/Do HTTP/2\" 200 - via_upstream - \"-\" 1 2 3 3 \"-\" \"-\" \"-\" \"-\""
                    + " \"-\" inbound|80|| 10.8.0.14:4000 10.8.0.14:80 10.8.0.12:52784 - default";
    private static final String OUTBOUND = INBOUND.replace("inbound|80||", "outbound|80||pay.shop.svc.cluster.local");

    @Test
    @DisplayName("prove mutual TLS by the client's certificate on the callee's side")
    void clientCertificate() {
        Exchange exchange = exchange(INBOUND, Map.of("downstream_peer_uri_san", A, "downstream_local_uri_san", B));

        assertThat(exchange.security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(exchange.sourcePrincipal()).isEqualTo(A);
        assertThat(exchange.destinationPrincipal()).isEqualTo(B);
    }

    @Test
    @DisplayName("tell who was nearest, of all whose certificates were forwarded")
    void forwardedCertificates() {
        Exchange exchange = exchange(
                INBOUND,
                Map.of(
                        "x_forwarded_client_cert",
                        "By=spiffe://x;URI=spiffe://y,By=" + B + ";Hash=ab;Subject=\"CN=a,O=\\\"b;c\\\"\";URI=" + A));

        assertThat(exchange.security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(exchange.sourcePrincipal()).isEqualTo(A);
        assertThat(exchange.destinationPrincipal()).isEqualTo(B);
    }

    @Test
    @DisplayName("about the caller's own callers are no identities of the caller")
    void forwardedBeyond() {
        Exchange exchange = exchange(
                OUTBOUND, Map.of("x_forwarded_client_cert", "By=" + B + ";URI=" + A, "downstream_peer_uri_san", A));

        assertThat(exchange.security()).isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(exchange.sourcePrincipal()).isEmpty();
    }

    @Test
    @DisplayName("prove mutual TLS by both certificates on the caller's side, and not by one")
    void upstreamCertificates() {
        assertThat(exchange(OUTBOUND, Map.of("upstream_peer_uri_san", B)).security())
                .isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(exchange(OUTBOUND, Map.of("upstream_peer_uri_san", B)).destinationPrincipal())
                .isEqualTo(B);
        assertThat(exchange(OUTBOUND, Map.of("upstream_peer_uri_san", B, "upstream_local_uri_san", A))
                        .security())
                .isEqualTo(ConnectionSecurity.MUTUAL_TLS);
    }

    @Test
    @DisplayName("show plain text where the version of TLS is asked for and missing")
    void plainText() {
        assertThat(exchange(INBOUND, Map.of("downstream_tls_version", "-")).security())
                .isEqualTo(ConnectionSecurity.PLAIN_TEXT);
        assertThat(exchange(INBOUND, Map.of("downstream_tls_version", "TLSv1.3"))
                        .security())
                .isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(exchange(INBOUND, Map.of()).security()).isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(exchange(OUTBOUND, Map.of("downstream_tls_version", "-")).security())
                .isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(exchange(
                                INBOUND.replace("inbound|80||", "inbound-vip|80|http|pay.shop.svc.cluster.local"),
                                Map.of("downstream_tls_version", "-"))
                        .security())
                .isEqualTo(ConnectionSecurity.UNKNOWN);
    }

    @ParameterizedTest
    @DisplayName("tell gRPC, whose status counts then")
    @CsvSource({
        "HTTP/2, grpc_status, 0, grpc, OK, pkg.Pay/Do",
        "HTTP/2, grpc_status, Unavailable, grpc, FAILED_GRPC, pkg.Pay/Do",
        "HTTP/2, grpc_status, PermissionDenied, grpc, REJECTED_GRPC, pkg.Pay/Do",
        "HTTP/2, grpc_status, -, http, OK, POST /pkg.Pay/Do",
        "HTTP/1.1, grpc_status, Unknown, http, OK, POST /pkg.Pay/Do",
        "HTTP/2, content_type, application/grpc+proto, grpc, OK, pkg.Pay/Do",
        "HTTP/2, content_type, application/json, http, OK, POST /pkg.Pay/Do"
    })
    void grpc(String version, String key, String value, String protocol, Outcome outcome, String operation) {
        Call call = call(INBOUND.replace("HTTP/2", version), Map.of(key, value));

        assertThat(call.edge().protocol()).isEqualTo(protocol);
        assertThat(call.outcome()).isEqualTo(outcome);
        assertThat(call.exchange().operation()).isEqualTo(operation);
    }

    @Test
    @DisplayName("and the line may disagree: then the line counts")
    void lineFirst() {
        assertThat(exchange(INBOUND, Map.of("bytes_sent", "99", "response_code", "500"))
                        .responseBytes())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("tell the trace, like the record itself")
    void traces() {
        LogRecord record = Requests.line(INBOUND)
                .setTraceId(Requests.bytes(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2))
                .setSpanId(Requests.bytes(0, 0, 0, 0, 0, 0, 0, 3))
                .build();
        Call byRecord = Requests.entry(Map.of(), record).call();
        Call byLabel = call(INBOUND, Map.of("traceparent", "00-00000000000000010000000000000002-0000000000000003-01"));
        Call byId = call(INBOUND, Map.of("trace_id", "00000000000000AB", "span_id", "xyz"));

        assertThat(byRecord.traceId()).isEqualTo(new TraceId(1, 2));
        assertThat(byRecord.definingSpanId()).isEqualTo(3);
        assertThat(byLabel).isEqualTo(byRecord);
        assertThat(byId.traceId()).isEqualTo(new TraceId(0, 0xab));
        assertThat(byId.definingSpanId()).isZero();
    }

    @Test
    @DisplayName("may be all there is, without a time of their own")
    void onlyLabels() {
        LogRecord.Builder record = LogRecord.newBuilder();
        record.addAttributes(Requests.attribute("upstream_cluster", "outbound|80||pay.shop.svc.cluster.local"));
        record.addAttributes(Requests.attribute("response_code", 503.0));

        assertThat(Requests.decode(Map.of(), record.build()).lines())
                .singleElement()
                .isInstanceOfSatisfying(
                        UnparsedLine.class, line -> assertThat(line.reason()).isEqualTo(UnparsedReason.NO_TIME));
        Call call = Requests.entry(
                        Map.of(),
                        record.setTimeUnixNano(1_772_600_767_000_000_001L).build())
                .call();
        assertThat(call.endNanos()).isEqualTo(1_772_600_767_000_000_001L);
        assertThat(call.outcome()).isEqualTo(Outcome.FAILED_HTTP_5XX);
        assertThat(call.clientNanos()).isEqualTo(Call.UNKNOWN_NANOS);
        assertThat(call.edge().destination()).isEqualTo(new Node("unknown", "shop", "pay", NodeKind.SERVICE));
    }

    private static Exchange exchange(String line, Map<String, String> labels) {
        return call(line, labels).exchange();
    }

    private static Call call(String line, Map<String, String> labels) {
        LogRecord.Builder record = Requests.line(line);
        labels.forEach((key, value) -> record.addAttributes(Requests.attribute(key, value)));
        return Requests.entry(Map.of(), record.build()).call();
    }
}
