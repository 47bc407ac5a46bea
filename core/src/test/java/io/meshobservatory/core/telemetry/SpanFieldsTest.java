/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The fields of a span")
class SpanFieldsTest {
    private static final String LONG = "x".repeat(2_000);

    private final SpanFields fields = new SpanFields();

    @Test
    @DisplayName("are those of the span that was taken over, whatever was there before")
    void takesOver() {
        Node node = new Node("c", "n", "a", NodeKind.SERVICE);
        Exchange exchange = new Exchange(
                Outcome.OK,
                "UF",
                10,
                20,
                "GET /a",
                "rbac p",
                ConnectionSecurity.MUTUAL_TLS,
                "spiffe://a",
                "spiffe://b");
        Span full = new Span(
                new TraceId(1, 2),
                3,
                4,
                5,
                SpanKind.CLIENT,
                Span.Origin.GATEWAY,
                6,
                7,
                new Workload(node, "v1"),
                new Node("c", "n", "b", NodeKind.DATABASE),
                "grpc",
                8,
                true,
                exchange);
        Span bare = new Span(
                new TraceId(9, 10),
                11,
                0,
                0,
                SpanKind.SERVER,
                Span.Origin.APPLICATION,
                12,
                12,
                new Workload(node, "v2"),
                null,
                "",
                SampleWeight.ONE,
                false,
                Exchange.NOTHING);

        fields.set(full);
        assertThat(fields.toSpan()).isEqualTo(full);
        fields.set(bare);
        assertThat(fields.toSpan()).isEqualTo(bare);
        assertThat(fields.durationNanos()).isZero();
    }

    @Test
    @DisplayName("are limited as in a span, before one is made")
    void limits() {
        fields.setExchange(Outcome.OK, LONG);
        fields.setShape(new SpanShape(Span.Origin.APPLICATION, SpanKind.SERVER, fields.workload, null, LONG));
        fields.setResponseFlags("UF,".repeat(200));
        fields.setDenial(LONG);
        fields.setPrincipals(LONG, "spiffe://b");

        Span span = fields.toSpan();

        assertThat(fields.operation()).hasSize(160).isEqualTo(span.exchange().operation());
        assertThat(fields.protocol()).hasSize(63).isEqualTo(span.protocol());
        assertThat(fields.responseFlags())
                .hasSizeLessThan(257)
                .endsWith("UF")
                .isEqualTo(span.exchange().responseFlags());
        assertThat(fields.denial()).hasSize(256).isEqualTo(span.exchange().denial());
        assertThat(fields.sourcePrincipal()).isEmpty();
        assertThat(fields.destinationPrincipal()).isEqualTo("spiffe://b");
    }

    @Test
    @DisplayName("tell of an exchange nothing that an earlier span told")
    void begins() {
        fields.setExchange(Outcome.OK, "GET /a");
        fields.setResponseFlags("UF");
        fields.setDenial("rbac");
        fields.setPrincipals("spiffe://a", "spiffe://b");
        fields.requestBytes = 1;
        fields.responseBytes = 1;
        fields.security = ConnectionSecurity.MUTUAL_TLS;

        fields.setExchange(Outcome.UNSET, "");

        assertThat(fields.toSpan().exchange()).isEqualTo(Exchange.NOTHING);
    }
}
