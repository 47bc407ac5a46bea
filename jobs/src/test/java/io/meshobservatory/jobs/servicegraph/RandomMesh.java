/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The spans of random call trees, in requests as they might arrive: each span in a request of its own, some twice, some up
 * to a minute and a half late, some with the caller's or the callee's span lost. Same seed, same requests.
 */
final class RandomMesh {
    private static final long MILLIS = 1_000_000;
    private static final int SERVICES = 8;
    private static final int TRACES = 150;
    private static final long DURATION_MILLIS = 200_000;

    /** A request and the event time at which it arrives. */
    record Arrival(long atMillis, byte[] request) {}

    private final Random random;
    private final long startMillis;
    private final List<Arrival> arrivals = new ArrayList<>();

    private RandomMesh(long seed, long startMillis) {
        this.random = new Random(seed);
        this.startMillis = startMillis;
    }

    /** Requests in the order of their arrival. */
    static List<Arrival> arrivals(long seed, long startMillis) {
        RandomMesh mesh = new RandomMesh(seed, startMillis);
        for (int trace = 0; trace < TRACES; trace++) {
            long start = startMillis + (long) (mesh.random.nextDouble() * DURATION_MILLIS);
            ByteString traceId = mesh.id(16);
            mesh.server(traceId, ByteString.EMPTY, mesh.random.nextInt(SERVICES), start, 4_000, 0);
        }
        mesh.arrivals.sort((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
        return mesh.arrivals;
    }

    /** A server span and what it calls, within a budget of time. */
    private void server(ByteString trace, ByteString parent, int service, long start, long budget, int depth) {
        ByteString id = id(8);
        long end = start + budget;
        emit(service, span(trace, id, parent, SpanKind.SPAN_KIND_SERVER, start, end));
        int calls = depth > 3 ? 0 : random.nextInt(3);
        for (int i = 0; i < calls; i++) {
            long callStart = start + random.nextInt((int) Math.max(1, budget / 2));
            call(trace, id, service, callStart, Math.max(10, budget / 3), depth);
        }
    }

    private void call(ByteString trace, ByteString parent, int caller, long start, long budget, int depth) {
        ByteString id = id(8);
        Span.Builder client = span(trace, id, parent, SpanKind.SPAN_KIND_CLIENT, start, start + budget);
        client.addAttributes(attribute("server.address", "svc-" + random.nextInt(SERVICES)));
        int fate = random.nextInt(20);
        if (fate != 0) {
            emit(caller, client);
        }
        int callees = fate == 1 ? 0 : fate == 2 ? 2 : 1;
        for (int i = 0; i < callees; i++) {
            int callee = (caller + 1 + random.nextInt(SERVICES - 1)) % SERVICES;
            server(trace, id, callee, start + 1, Math.max(5, budget - 2), depth + 1);
        }
    }

    private Span.Builder span(ByteString trace, ByteString id, ByteString parent, SpanKind kind, long start, long end) {
        return Span.newBuilder()
                .setTraceId(trace)
                .setSpanId(id)
                .setParentSpanId(parent)
                .setKind(kind)
                .setStartTimeUnixNano(start * MILLIS)
                .setEndTimeUnixNano(end * MILLIS)
                .addAttributes(attribute("http.request.method", "GET"))
                .addAttributes(attribute("http.response.status_code", random.nextInt(15) == 0 ? "503" : "200"));
    }

    private void emit(int service, Span.Builder span) {
        byte[] request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("service.name", "svc-" + service))
                                .addAttributes(attribute("service.namespace", "n")))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
        long end = span.getEndTimeUnixNano() / MILLIS;
        arrivals.add(new Arrival(end + delay(), request));
        if (random.nextInt(10) == 0) {
            arrivals.add(new Arrival(end + delay(), request));
        }
    }

    private long delay() {
        return random.nextInt(12) == 0 ? random.nextInt(90_000) : random.nextInt(4_000);
    }

    private ByteString id(int bytes) {
        ByteBuffer id = ByteBuffer.allocate(bytes);
        while (id.hasRemaining()) {
            id.putLong(random.nextLong() | 1);
        }
        return ByteString.copyFrom(id.array());
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
