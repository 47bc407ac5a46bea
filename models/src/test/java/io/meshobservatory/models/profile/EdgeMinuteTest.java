/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An edge minute")
class EdgeMinuteTest {
    private static final long START = 1_767_571_200_000L;

    private static EdgeRow row(String version, long calls, Vantage.Signal bytes, int millis) {
        LatencyHistogram latencies = new LatencyHistogram();
        latencies.add(millis * 1_000_000L, calls);
        return new EdgeRow(
                WindowSize.ONE_MINUTE,
                START,
                new Edge(SmallMesh.CART, version, SmallMesh.PAYMENTS, "unknown", "http"),
                new Traffic(
                        calls,
                        new OutcomeCounts(1, 0, 1, 0, 5, 0, 0),
                        Map.of("URX", 2L, "NR", 1L, "DC", 4L),
                        Map.of("http_401", 1L, "rbac ns[shop]-policy[p]-rule[0]", 3L, "rate_limit", 7L),
                        Map.of("GET /a", calls),
                        bytes == Vantage.Signal.NONE ? 0 : 100,
                        bytes == Vantage.Signal.NONE ? 0 : 1000,
                        3,
                        2),
                new Security(calls, 1, 0, "spiffe://a", null),
                Coverage.NONE,
                new Basis(Vantage.Signal.LOGS, bytes, Vantage.Signal.LOGS, Vantage.Signal.LOGS),
                new LatencySummary(calls, millis, millis, millis, millis, latencies.encode()),
                null,
                START,
                START + 1,
                "00000000000000000000000000000001",
                version.equals("v2") ? "00000000000000000000000000000002" : null);
    }

    @Test
    @DisplayName("is the sum of the rows of all versions, in whatever order")
    void sum() {
        EdgeRow one = row("v1", 90, Vantage.Signal.LOGS, 10);
        EdgeRow two = row("v2", 10, Vantage.Signal.LOGS, 500);
        EdgeMinute sum = EdgeMinute.of(List.of(one, two));
        assertThat(EdgeMinute.of(List.of(two, one))).isEqualTo(sum);
        assertThat(sum.calls()).isEqualTo(100);
        assertThat(sum.outcome()).isEqualTo(new MinuteOutcome(4, 2, 10, 0, 2, 6, 14, 4, 2, 8, 0, "rate_limit"));
        assertThat(sum.operations()).containsExactly(Map.entry("GET /a", 100L));
        assertThat(sum.requestBytes()).isEqualTo(200);
        assertThat(sum.responseBytes()).isEqualTo(2000);
        assertThat(sum.mutualTls()).isEqualTo(100);
        assertThat(sum.plainText()).isEqualTo(2);
        assertThat(sum.sourceVersions()).containsExactly("v1", "v2");
        assertThat(sum.sourcePrincipals()).containsExactly("spiffe://a");
        assertThat(sum.p50Millis()).isBetween(9.8, 10.2);
        assertThat(sum.p95Millis()).isBetween(490.0, 510.0);
        assertThat(sum.successes()).isEqualTo(86);
        assertThat(sum.traceIds())
                .containsExactly("00000000000000000000000000000002", "00000000000000000000000000000001");
    }

    @Test
    @DisplayName("tells unknown sizes from none")
    void unknownBytes() {
        EdgeMinute unknown = EdgeMinute.of(List.of(row("v1", 9, Vantage.Signal.NONE, 10)));
        assertThat(unknown.requestBytes()).isEqualTo(EdgeMinute.UNKNOWN_BYTES);
        assertThat(unknown.sentBytes()).isZero();
    }

    @Test
    @DisplayName("is the same after writing and reading")
    void roundTrip() throws IOException {
        EdgeMinute edge = EdgeMinute.of(List.of(row("v1", 90, Vantage.Signal.LOGS, 10)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        edge.write(new DataOutputStream(bytes));
        EdgeMinute read = EdgeMinute.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read).isEqualTo(edge);
    }

    @Test
    @DisplayName("is not made of rows of different relations")
    void differentRelations() {
        EdgeRow row = row("v1", 9, Vantage.Signal.LOGS, 10);
        EdgeRow removal = EdgeRow.removal(
                WindowSize.ONE_MINUTE, START, new Edge(SmallMesh.ORDERS, "v1", SmallMesh.PAYMENTS, "v1", "http"));
        assertThatThrownBy(() -> EdgeMinute.of(List.of(row, removal)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("among those of");
        assertThatThrownBy(() -> EdgeMinute.of(List.of())).hasMessageContaining("no rows");
    }
}
