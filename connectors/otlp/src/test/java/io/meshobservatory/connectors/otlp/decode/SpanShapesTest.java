/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.meshobservatory.core.telemetry.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Who a span is of and where it stands")
class SpanShapesTest {
    private static final String LONG = "sidecar~10.0.0.9~" + "x".repeat(200) + ".shop~shop.svc.cluster.local";
    private static final Map<String, String[]> VALUES = Map.ofEntries(
            Map.entry("node_id", new String[] {"sidecar~10.0.0.1~cart-7f9c-x.shop~shop.svc.cluster.local", LONG}),
            Map.entry("upstream_cluster", new String[] {
                "outbound|80||cart.shop.svc.cluster.local", "inbound|8080||", "PassthroughCluster", "custom"
            }),
            Map.entry("istio.canonical_service", new String[] {"cart", "pay", "-"}),
            Map.entry("istio.namespace", new String[] {"shop", "till"}),
            Map.entry("component", new String[] {"proxy"}),
            Map.entry("peer.address", new String[] {"10.0.0.7", "10.0.0.8", "127.0.0.1"}),
            Map.entry("http.url", new String[] {"http://a.shop/items/17", "http://b.example.com/items/18"}),
            Map.entry("url.full", new String[] {"https://c.example.com/x"}),
            Map.entry("http.method", new String[] {"GET", "POST"}),
            Map.entry("http.status_code", new String[] {"200", "503"}),
            Map.entry("response_flags", new String[] {"-", "UH"}),
            Map.entry("server.address", new String[] {"d.shop", "e.example.com"}),
            Map.entry("upstream_address", new String[] {"10.0.0.5:80", "127.0.0.1:80"}),
            Map.entry("db.system", new String[] {"mysql", "redis"}),
            Map.entry("messaging.system", new String[] {"kafka"}),
            Map.entry("messaging.destination.name", new String[] {"orders", "bills"}),
            Map.entry("k8s.pod.ip", new String[] {"10.0.0.1"}));
    private static final List<String> KEYS = VALUES.keySet().stream().sorted().toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("reads in the hundredth request as in the first")
    void sameAsAlone(long seed) throws OtlpDecodeException {
        Random random = new Random(seed);
        List<Resource> resources =
                Stream.generate(() -> resource(random)).limit(4).toList();
        List<io.opentelemetry.proto.trace.v1.Span> shapes =
                Stream.generate(() -> shape(random)).limit(12).toList();
        SpanDecoder longRunning = new SpanDecoder();
        Map<String, Span> alone = new HashMap<>();
        for (int i = 1; i <= 1_200; i++) {
            io.opentelemetry.proto.trace.v1.Span.Builder span = shapes.get(random.nextInt(shapes.size())).toBuilder();
            if (random.nextInt(3) == 0) {
                change(span, random);
            }
            Resource resource = resources.get(random.nextInt(resources.size()));
            String scope = random.nextBoolean() ? "" : "envoy";
            byte[] request = request(resource, scope, span.build());
            Span first = alone.get(key(request));
            if (first == null) {
                first = new SpanDecoder().decode(request).spans().get(0);
                alone.put(key(request), first);
            }

            assertThat(longRunning.decode(request).spans()).containsExactly(first);
        }
    }

    @Test
    @DisplayName("is one object for all spans of which it is the same, and for no others")
    void isOneObject() throws OtlpDecodeException {
        Resource shop = Resource.newBuilder()
                .addAttributes(text("service.name", "cart.shop"))
                .build();
        SpanDecoder decoder = new SpanDecoder();
        Set<Object> shapes = new HashSet<>();
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            io.opentelemetry.proto.trace.v1.Span.Builder span = blank().addAttributes(
                            text("node_id", "sidecar~10.0.0.1~cart-7f9c-x.shop~shop.svc.cluster.local"))
                    .addAttributes(text("http.url", "http://cart.shop/items/" + i))
                    .addAttributes(text("request_size", Integer.toString(i)))
                    .addAttributes(text("upstream_cluster", "outbound|80||peer-" + i % 5 + ".shop.svc.cluster.local"));
            decoder.decode(request(shop, "", span.setKindValue(3).build()), read -> {
                shapes.add(System.identityHashCode(read.shape()));
                peers.add(read.peer == null ? "" : read.peer.name());
            });
        }

        assertThat(shapes).hasSize(5);
        assertThat(peers.subList(35, 40)).containsExactly("peer-0", "peer-1", "peer-2", "peer-3", "peer-4");
    }

    private static String key(byte[] request) {
        return ByteString.copyFrom(request).toStringUtf8();
    }

    private static byte[] request(Resource resource, String scope, io.opentelemetry.proto.trace.v1.Span span) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource)
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName(scope))
                                .addSpans(span)))
                .build()
                .toByteArray();
    }

    private static Resource resource(Random random) {
        Resource.Builder resource = Resource.newBuilder();
        if (random.nextInt(4) > 0) {
            resource.addAttributes(text("service.name", random.nextBoolean() ? "cart.shop" : "front"));
            resource.addAttributes(text("k8s.pod.name", "cart-" + random.nextInt(3)));
        }
        return resource.build();
    }

    private static io.opentelemetry.proto.trace.v1.Span shape(Random random) {
        io.opentelemetry.proto.trace.v1.Span.Builder span = blank().setKindValue(random.nextInt(6));
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) {
                span.addAttributes(attribute(key, random));
            }
        }
        return span.build();
    }

    private static void change(io.opentelemetry.proto.trace.v1.Span.Builder span, Random random) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        switch (random.nextInt(4)) {
            case 0 -> span.setKindValue(random.nextInt(6) + (random.nextBoolean() ? 0 : 1 << 30));
            case 1 ->
                span.addAttributes(KeyValue.newBuilder()
                        .setKey(key)
                        .setValue(AnyValue.newBuilder().setIntValue(random.nextInt(2))));
            default -> span.addAttributes(attribute(key, random));
        }
    }

    private static io.opentelemetry.proto.trace.v1.Span.Builder blank() {
        return io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(1).putLong(2).array()))
                .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(3).array()))
                .setStartTimeUnixNano(1_000)
                .setEndTimeUnixNano(2_000);
    }

    private static KeyValue attribute(String key, Random random) {
        String[] values = VALUES.get(key);
        return text(key, values == null ? "" : values[random.nextInt(values.length)]);
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
