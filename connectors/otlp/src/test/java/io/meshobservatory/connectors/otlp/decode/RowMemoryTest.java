/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.meshobservatory.core.telemetry.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Attributes that stood at the same place of the row before")
class RowMemoryTest {
    private static final String[] KEYS = {
        "node_id", "istio.canonical_service", "istio.namespace", "http.method", "http.status_code", "request_size",
        "http.url", "upstream_cluster", "peer.address", "response_flags", "user_agent", "guid:x-request-id"
    };
    private static final String[] VALUES = {
        "sidecar~10.0.0.1~cart-7f9c-x.shop~shop.svc.cluster.local",
        "cart",
        "shop",
        "GET",
        "200",
        "503",
        "-",
        "",
        "http://cart.shop/items/17",
        "outbound|80||cart.shop.svc.cluster.local",
        "10.0.0.7:80",
        "UH",
        "k\u00e4se",
        "7"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("read as they would in a request of their own")
    void sameAsAlone(long seed) throws OtlpDecodeException {
        Random random = new Random(seed);
        List<io.opentelemetry.proto.trace.v1.Span> spans = new ArrayList<>();
        List<KeyValue> row = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            change(row, random);
            spans.add(io.opentelemetry.proto.trace.v1.Span.newBuilder()
                    .setTraceId(ByteString.copyFrom(
                            ByteBuffer.allocate(16).putLong(seed).putLong(i).array()))
                    .setSpanId(ByteString.copyFrom(
                            ByteBuffer.allocate(8).putLong(i).array()))
                    .setKindValue(2 + random.nextInt(2))
                    .setStartTimeUnixNano(1_000)
                    .setEndTimeUnixNano(2_000 + i)
                    .addAllAttributes(row)
                    .build());
        }
        List<Span> alone = new ArrayList<>();
        for (io.opentelemetry.proto.trace.v1.Span span : spans) {
            alone.addAll(decode(new SpanDecoder(), List.of(span)));
        }
        SpanDecoder decoder = new SpanDecoder();

        assertThat(decode(decoder, spans)).isEqualTo(alone);
        assertThat(decode(decoder, spans.subList(100, 400))).isEqualTo(alone.subList(100, 400));
    }

    /** Mostly the same row again; now and then another value, another key, or one attribute more or less. */
    private static void change(List<KeyValue> row, Random random) {
        for (int times = random.nextInt(4); times > 0; times--) {
            int place = row.isEmpty() ? 0 : random.nextInt(row.size());
            if (row.size() < 4 || random.nextInt(8) == 0) {
                row.add(place, attribute(KEYS[random.nextInt(KEYS.length)], random));
            } else if (row.size() > 14) {
                row.remove(place);
            } else {
                row.set(place, attribute(row.get(place).getKey(), random));
            }
        }
    }

    private static KeyValue attribute(String key, Random random) {
        AnyValue value = AnyValue.newBuilder()
                .setStringValue(VALUES[random.nextInt(VALUES.length)])
                .build();
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static List<Span> decode(SpanDecoder decoder, List<io.opentelemetry.proto.trace.v1.Span> spans)
            throws OtlpDecodeException {
        return decoder.decode(ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(ResourceSpans.newBuilder()
                                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
                        .build()
                        .toByteArray())
                .spans();
    }
}
