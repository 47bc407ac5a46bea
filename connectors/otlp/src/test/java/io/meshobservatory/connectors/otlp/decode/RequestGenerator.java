/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Makes small, strange and valid requests: every known attribute, every value type, repetitions, unknown fields. */
final class RequestGenerator {
    private static final AttributeKey[] KEYS = AttributeKey.values();
    private static final String[] VALUES = {
        "",
        "-",
        "0",
        "200",
        "404",
        "503",
        "14",
        "OK",
        "UNAVAILABLE",
        "grpc",
        "http",
        "kafka",
        "postgresql",
        "mssql",
        "true",
        "FI",
        "UF,URX",
        "unknown",
        "reviews.default.svc.cluster.local",
        "outbound|9080||a.b.svc.cluster.local",
        "PassthroughCluster",
        "10.1.2.3:80",
        "172.16.0.1",
        "8.8.8.8",
        "[::1]:443",
        "api.example.com:443",
        "cart",
        "http://u:p@shop.prod:80/x?y",
        "router~10.0.0.1~gw-1.infra~infra.svc.cluster.local",
        "sidecar~1~p.n~n.svc",
        "proxy",
        "linkerd-proxy",
        "outbound",
        "inbound",
        "inbound|9080||",
        "inbound-vip|80|http|web.shop.svc.cluster.local;",
        "httproute/shop/web/rule/0",
        "waypoint~10.0.0.9~wp-5b7c754ccb-55jwk.shop~shop.svc.cluster.local",
        "GET",
        "/orders/4711?x=1",
        "/shop.Cart/Add",
        "publish",
        "receive",
        "RBAC: access denied",
        "UAEX",
        "By=spiffe://a;Subject=\"x,y\";URI=spiffe://b",
        "reviews.shop",
        "Überfall \u6f22\u5b57",
        "999999999999999999999",
        "12a"
    };

    private static final String[] TRACE_STATES = {
        "",
        "ot=th:8",
        "ot=th:fc",
        "ot=rv:0123456789abcd;th:c",
        "vendor=1, ot=th:fd70a3d70a3d71 ,b=2",
        "ot=th:",
        "ot=th:xyz",
        "ot=th:00000000000000000",
        "not=th:8",
        "ot=p:8;xth:8;th:0",
        "Überfall,ot=th:8"
    };

    private final Random random;

    RequestGenerator(Random random) {
        this.random = random;
    }

    byte[] request() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            request.addResourceSpans(resourceSpans());
        }
        byte[] bytes = request.build().toByteArray();
        return random.nextInt(10) == 0 ? resourceLast() : bytes;
    }

    private ResourceSpans resourceSpans() {
        ResourceSpans.Builder resourceSpans = ResourceSpans.newBuilder().setSchemaUrl(value());
        Resource.Builder resource = Resource.newBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            resource.addAttributes(keyValue());
        }
        if (random.nextInt(4) > 0) {
            resourceSpans.setResource(resource);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            ScopeSpans.Builder scope = ScopeSpans.newBuilder();
            if (random.nextInt(3) > 0) {
                scope.setScope(InstrumentationScope.newBuilder()
                        .setName(random.nextBoolean() ? "envoy" : value())
                        .addAttributes(keyValue()));
            }
            for (int j = random.nextInt(4); j > 0; j--) {
                Span span = span();
                scope.addSpans(span);
                if (random.nextInt(5) == 0) {
                    scope.addSpans(span);
                }
            }
            resourceSpans.addScopeSpans(scope);
        }
        return resourceSpans.build();
    }

    private Span span() {
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setKindValue(random.nextInt(8) - 1)
                .setName(value())
                .setStartTimeUnixNano(time())
                .setEndTimeUnixNano(time());
        if (random.nextBoolean()) {
            span.setParentSpanId(id(8));
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            span.addAttributes(keyValue());
        }
        if (random.nextInt(3) == 0) {
            span.setStatus(Status.newBuilder().setCodeValue(random.nextInt(4)).setMessage(value()));
        }
        if (random.nextInt(3) == 0) {
            span.addEvents(Span.Event.newBuilder().setName(value()).addAttributes(keyValue()));
            for (int i = random.nextInt(6) == 0 ? 140 : random.nextInt(4); i > 0; i--) {
                span.addLinks(Span.Link.newBuilder()
                        .setTraceId(id(16))
                        .setSpanId(id(8))
                        .setFlags(random.nextInt())
                        .addAttributes(keyValue()));
            }
        }
        if (random.nextInt(2) == 0) {
            span.setTraceState(TRACE_STATES[random.nextInt(TRACE_STATES.length)]);
        }
        if (random.nextInt(5) == 0) {
            span.setUnknownFields(unknownFields());
        }
        return span.build();
    }

    private UnknownFieldSet unknownFields() {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder()
                .addVarint(random.nextLong())
                .addFixed32(1)
                .addFixed64(2)
                .addLengthDelimited(ByteString.copyFromUtf8("x"))
                .addGroup(UnknownFieldSet.newBuilder()
                        .addField(
                                1,
                                UnknownFieldSet.Field.newBuilder().addVarint(3).build())
                        .build());
        int[] numbers = {1, 7, 9, 40, 77, 5000};
        return UnknownFieldSet.newBuilder()
                .addField(numbers[random.nextInt(numbers.length)], field.build())
                .build();
    }

    private KeyValue keyValue() {
        String key = random.nextInt(6) == 0 ? value() : KEYS[random.nextInt(KEYS.length)].key();
        KeyValue.Builder keyValue = KeyValue.newBuilder().setKey(key);
        if (random.nextInt(12) > 0) {
            keyValue.setValue(anyValue(random.nextInt(20) == 0 ? 60 : 2));
        }
        return keyValue.build();
    }

    private AnyValue anyValue(int depth) {
        AnyValue.Builder any = AnyValue.newBuilder();
        switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0, 1, 2 -> any.setStringValue(value());
            case 3 -> any.setIntValue(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(600));
            case 4 -> any.setBoolValue(random.nextBoolean());
            case 5 -> any.setDoubleValue(random.nextDouble());
            case 6 -> any.setBytesValue(ByteString.copyFromUtf8(value()));
            case 7 -> any.setArrayValue(ArrayValue.newBuilder().addValues(anyValue(depth - 1)));
            default ->
                any.setKvlistValue(KeyValueList.newBuilder()
                        .addValues(KeyValue.newBuilder().setKey(value()).setValue(anyValue(depth - 1))));
        }
        return any.build();
    }

    /** The same message with its fields in another order, which protobuf allows: spans before their resource. */
    private byte[] resourceLast() {
        ResourceSpans whole = resourceSpans();
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(whole.toBuilder().clearResource().build().toByteArray());
        inner.writeBytes(ResourceSpans.newBuilder()
                .setResource(whole.getResource())
                .build()
                .toByteArray());
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        outer.write(0x0a);
        int length = inner.size();
        while (length > 0x7f) {
            outer.write(length & 0x7f | 0x80);
            length >>>= 7;
        }
        outer.write(length);
        outer.writeBytes(inner.toByteArray());
        return outer.toByteArray();
    }

    private String value() {
        return VALUES[random.nextInt(VALUES.length)];
    }

    private ByteString id(int length) {
        int strange = random.nextInt(12);
        byte[] id = new byte[strange == 0 ? random.nextInt(20) : length];
        if (strange != 1) {
            random.nextBytes(id);
        }
        return ByteString.copyFrom(id);
    }

    private long time() {
        int strange = random.nextInt(12);
        return strange == 0 ? 0 : strange == 1 ? random.nextLong() : 1_700_000_000_000_000_000L + random.nextInt();
    }
}
