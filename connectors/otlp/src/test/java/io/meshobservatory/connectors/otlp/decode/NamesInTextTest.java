/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.telemetry.Span.Origin;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts in which proxies and Kubernetes hide names: node ids, forwarded certificates. */
class NamesInTextTest {
    @Test
    @DisplayName("a node id has five parts; less tells less, and free text nothing")
    void nodeIds() {
        assertThat(NodeId.parse("waypoint~10.1.2.3~wp-5b7c754ccb-55jwk.shop~shop.svc.cluster.local"))
                .isEqualTo(new NodeId(Origin.WAYPOINT, true, "10.1.2.3", "wp", "shop"));
        assertThat(NodeId.parse("router~~~infra.svc")).isEqualTo(new NodeId(Origin.GATEWAY, true, null, null, "infra"));
        assertThat(NodeId.parse("envoy-default-eg")).isEqualTo(new NodeId(Origin.SIDECAR, false, null, null, null));
        assertThat(NodeId.parse("other~1~2~3").isMesh()).isFalse();
        assertThat(NodeId.parse("sidecar~").address()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "By=spiffe://a;URI=spiffe://b|spiffe://a|spiffe://b",
                "By=spiffe://x;URI=spiffe://y,by=spiffe://a;uri=spiffe://b|spiffe://a|spiffe://b",
                "By=spiffe://a;Subject=\"O=x;URI=spiffe://forged,By=c\";URI=spiffe://b|spiffe://a|spiffe://b",
                "Subject=\"a\\\";URI=spiffe://forged\";URI=\"spiffe://b\"||spiffe://b",
                "By=spiffe://a,Hash=1||",
                "URI=spiffe://b;URI=spiffe://c||spiffe://b",
                "URI=|| ",
                "Subject=\"never closed;URI=spiffe://forged||"
            })
    @DisplayName("of forwarded certificates the last hop counts, and quotes hold text")
    void certificates(String header, String by, String uri) {
        assertThat(ForwardedCertificate.last(header, "By")).isEqualTo(by);
        assertThat(ForwardedCertificate.last(header, "URI")).isIn(uri, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmnopq"})
    @DisplayName("text of any length is checked to its last byte, wherever it stands in the buffer")
    void utf8(String text) {
        for (int tail = 0; tail < 10; tail++) {
            byte[] bytes = ("xx" + text + "\u00fc" + "y".repeat(tail)).getBytes(StandardCharsets.UTF_8);
            int end = 2 + text.length();
            assertThat(Utf8.firstInvalid(bytes, 2, end)).isEqualTo(-1);
            assertThat(Utf8.firstInvalid(bytes, 2, end + 1)).isEqualTo(end);
            assertThat(Utf8.firstInvalid(bytes, 2, end + 2)).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("aliases of a request that is damaged in the end were not given, and are given with the next")
    void refusedRequests() throws OtlpDecodeException {
        MeshTrace.Sent sent = new MeshTrace().app("web", SpanKind.SPAN_KIND_SERVER, 1, 0);
        byte[] good = sent.request();
        byte[] damaged = Arrays.copyOf(good, good.length + 1);
        damaged[good.length] = 0x0a;
        SpanDecoder decoder = new SpanDecoder();

        assertThatThrownBy(() -> decoder.decode(damaged)).isInstanceOf(OtlpDecodeException.class);

        assertThat(decoder.decode(good).aliases()).hasSize(2);
        assertThat(decoder.decode(good).aliases()).isEmpty();
    }
}
