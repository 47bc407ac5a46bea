/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("ztunnel's lines")
class ZtunnelLinesTest {
    private static final String DENIED =
            "2026-03-04T05:06:07.119792Z error access connection complete src.addr=10.7.0.2:44480 dst.addr=10.7.0.8:8080"
                    + " dst.workload=\"web-6d957754b-nfbfv\" dst.namespace=\"test\" direction=\"inbound\" bytes_sent=0"
                    + " bytes_recv=0 duration=\"0ms\" error=\"connection closed due to policy rejection: ";

    @ParameterizedTest
    @DisplayName("tell which policy closed a connection")
    @CsvSource(
            delimiter = ';',
            value = {
                "policy rejection: explicitly denied by: istio-system/istio_converted_static_strict;"
                        + "rbac istio-system/istio_converted_static_strict",
                "policy rejection: allow policies exist, but none allowed;rbac none",
                "policy rejection;rbac",
                "policy change;rbac",
                "something else;''"
            })
    void denials(String error, String denial) {
        AccessEntry entry = Requests.entry(DENIED.replace("policy rejection: ", error) + "\"");

        assertThat(entry.call().exchange().denial()).isEqualTo(denial);
        assertThat(entry.call().outcome()).isEqualTo(Outcome.FAILED_STATUS);
        assertThat(entry.call().exchange().security()).isEqualTo(ConnectionSecurity.PLAIN_TEXT);
        assertThat(entry.call().edge().source()).isEqualTo(Alias.ofAddress("unknown", "10.7.0.2"));
        assertThat(entry.call().edge().destination()).isEqualTo(new Node("unknown", "test", "web", NodeKind.UNKNOWN));
    }

    @Test
    @DisplayName("as JSON tell the same as in text")
    void json() {
        String text = "2026-03-04T05:06:07.119792Z\tinfo\taccess\tconnection complete\tsrc.addr=10.7.0.2:44480"
                + " src.workload=a-0 src.namespace=x src.identity=\"spiffe://t/ns/x/sa/a\" dst.addr=10.7.0.8:15008"
                + " dst.hbone_addr=10.7.0.8:80 dst.service=\"b.y.svc.cluster.local\" dst.workload=b-1 dst.namespace=y"
                + " dst.identity=\"spiffe://t/ns/y/sa/b\" direction=\"outbound\" bytes_sent=7 bytes_recv=9 duration=\"31ms\"";
        String json = "{\"level\":\"info\",\"time\":\"2026-03-04T05:06:07.119792Z\",\"scope\":\"access\",\"message\":"
                + "\"connection complete\",\"src.addr\":\"10.7.0.2:44480\",\"src.workload\":\"a-0\",\"src.namespace\":\"x\","
                + "\"src.identity\":\"spiffe://t/ns/x/sa/a\",\"dst.addr\":\"10.7.0.8:15008\",\"dst.hbone_addr\":"
                + "\"10.7.0.8:80\",\"dst.service\":\"b.y.svc.cluster.local\",\"dst.workload\":\"b-1\",\"dst.namespace\":\"y\","
                + "\"dst.identity\":\"spiffe://t/ns/y/sa/b\",\"direction\":\"outbound\",\"bytes_sent\":7,\"bytes_recv\":9,"
                + "\"duration\":\"31ms\"}";

        assertThat(Requests.entry(json)).isEqualTo(Requests.entry(text));
        assertThat(Requests.entry(text).call().exchange().requestBytes()).isEqualTo(7);
        assertThat(Requests.entry(text).call().edge().source().name()).isEqualTo("a");
    }

    @ParameterizedTest
    @DisplayName("that are no calls of their own are passed over")
    @CsvSource({
        "connection opened, a-0, CONNECTION_OPENED",
        "connection complete, waypoint-7b9b6c5cc6-lhlwp, INNER_HOP",
        "connection complete, istio-eastwestgateway-7b9b6c5cc6-lhlwp, INNER_HOP"
    })
    void passedOver(String message, String source, PassedOver reason) {
        DecodedLogs decoded = Requests.decode(
                Map.of(), Requests.line(line(message, source, "inbound")).build());

        assertThat(decoded.lines()).isEmpty();
        assertThat(decoded.passedOver()).isEqualTo(Map.of(reason, 1));
    }

    @ParameterizedTest
    @DisplayName("that do not fit are kept with the reason")
    @CsvSource({
        "connection complete, connection mirrored, UNKNOWN_MESSAGE",
        "inbound, sideways, UNKNOWN_SIDE",
        "bytes_sent=1, bytes_sent=x, BAD_NUMBER",
        "2ms, 2s, BAD_NUMBER",
        "2026-03-04T, 2026-13-04T, BAD_TIME",
        "dst.addr=, dst.addr=\" , AMBIGUOUS_QUOTES"
    })
    void reasons(String part, String wrong, UnparsedReason reason) {
        String line = line("connection complete", "a-0", "inbound");

        assertThat(Requests.unparsed(line.replace(part, wrong)).reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("unite with the cluster that the Collector tells")
    void cluster() {
        AccessEntry entry = Requests.entry(
                Map.of("k8s.cluster.name", "west", "k8s.pod.name", "ztunnel-x8k2p"),
                line("connection complete", "a-0", "inbound"));

        assertThat(entry.call().edge().source().cluster()).isEqualTo("west");
        assertThat(entry.call().edge().destination().cluster()).isEqualTo("west");
    }

    @Test
    @DisplayName("of an early refusal tell a connection between addresses")
    void refusedEarly() {
        AccessEntry entry =
                Requests.entry("2026-03-04T05:06:07.1Z\twarn\taccess\tconnection failed\tsrc.addr=10.7.0.2:44480"
                        + " dst.addr=10.7.0.8:8080 direction=\"outbound\" error=\"a \\\"quoted\\\" reason\"");

        assertThat(entry.call().edge().source().name()).isEqualTo("10.7.0.2");
        assertThat(entry.call().edge().destination().name()).isEqualTo("10.7.0.8");
        assertThat(entry.call().exchange().security()).isEqualTo(ConnectionSecurity.UNKNOWN);
    }

    private static String line(String message, String source, String direction) {
        return "2026-03-04T05:06:07.119792Z\tinfo\taccess\t" + message + "\tsrc.addr=10.7.0.2:44480 src.workload="
                + source
                + " src.namespace=x dst.addr=10.7.0.8:80 dst.service=b.y.svc.cluster.local dst.workload=b-1"
                + " dst.namespace=y direction=\"" + direction + "\" bytes_sent=1 bytes_recv=2 duration=\"2ms\"";
    }
}
