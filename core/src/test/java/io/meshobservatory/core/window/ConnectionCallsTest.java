/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.TraceId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call that is a whole TCP connection")
class ConnectionCallsTest {
    @Test
    @DisplayName(
            "counts as a connection that was opened and closed, with its bytes, security and denial, and not as a call")
    void counts() {
        EdgeStats stats = new EdgeStats();
        stats.add(connection("tcp"));
        stats.add(connection("tcp"));
        stats.add(connection("http"));

        assertThat(stats.calls()).isEqualTo(1);
        assertThat(stats.connectionsOpened).isEqualTo(2);
        assertThat(stats.connectionsClosed).isEqualTo(2);
        assertThat(stats.requestBytes).isEqualTo(15);
        assertThat(stats.responseBytes).isEqualTo(21);
        assertThat(stats.calls(ConnectionSecurity.MUTUAL_TLS)).isEqualTo(3);
        assertThat(stats.denials.toCalls()).containsEntry("rbac none", 3L);
        assertThat(stats.client.count()).isEqualTo(1);
    }

    @Test
    @DisplayName("leaves nothing behind when it is withdrawn")
    void withdrawn() {
        EdgeStats stats = new EdgeStats();
        stats.add(connection("tcp"));
        assertThat(stats.isEmpty()).isFalse();

        stats.withdraw(connection("tcp"));

        assertThat(stats.isEmpty()).isTrue();
        assertThat(stats.calls(ConnectionSecurity.MUTUAL_TLS)).isZero();
        assertThat(stats.denials.toCalls()).isEmpty();
    }

    private static Call connection(String protocol) {
        return new Call(
                new TraceId(0, 0),
                0,
                0,
                Call.Evidence.CALLER_ONLY,
                new Edge(Node.external("a"), "unknown", Node.external("b"), "unknown", protocol),
                SampleWeight.ONE,
                1_000_000,
                2_000_000,
                Call.UNKNOWN_NANOS,
                false,
                new Exchange(
                        Outcome.FAILED_STATUS,
                        "UF",
                        5,
                        7,
                        "",
                        "rbac none",
                        ConnectionSecurity.MUTUAL_TLS,
                        "spiffe://a",
                        "spiffe://b"));
    }
}
