/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.micro;

import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The traces of the recording that the system property {@value #PROPERTY} names, as the job has them when it links them: equal
 * names, nodes and workloads are mostly one object.
 */
final class RecordedTraces {
    static final String PROPERTY = "observatory.bench.recording";

    private final Map<Object, Object> known = new HashMap<>();

    private RecordedTraces() {}

    /** The file as requests. */
    static Recording recording() throws IOException {
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            throw new IllegalStateException("no recording (expected: -D" + PROPERTY + "=FILE)");
        }
        return Recording.read(Path.of(file));
    }

    /** The spans of each trace, as they came. */
    static List<List<Span>> read() throws IOException, OtlpDecodeException {
        Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
        RecordedTraces names = new RecordedTraces();
        SpanDecoder decoder = new SpanDecoder();
        for (ShiftableRequest request : recording().requests()) {
            for (Span span : decoder.decode(request.bytes()).spans()) {
                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(names.shared(span));
            }
        }
        return List.copyOf(traces.values());
    }

    private Span shared(Span span) {
        Exchange exchange = span.exchange();
        return new Span(
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                span.copy(),
                span.kind(),
                span.origin(),
                span.startNanos(),
                span.endNanos(),
                one(span.workload(), this::shared),
                span.peer() == null ? null : one(span.peer(), this::shared),
                one(span.protocol(), Function.identity()),
                span.weight(),
                span.linkedElsewhere(),
                new Exchange(
                        exchange.outcome(),
                        one(exchange.responseFlags(), Function.identity()),
                        exchange.requestBytes(),
                        exchange.responseBytes(),
                        one(exchange.operation(), Function.identity()),
                        one(exchange.denial(), Function.identity()),
                        exchange.security(),
                        one(exchange.sourcePrincipal(), Function.identity()),
                        one(exchange.destinationPrincipal(), Function.identity())));
    }

    private Workload shared(Workload workload) {
        return new Workload(one(workload.node(), this::shared), one(workload.version(), Function.identity()));
    }

    private Node shared(Node node) {
        return new Node(
                one(node.cluster(), Function.identity()),
                one(node.namespace(), Function.identity()),
                one(node.name(), Function.identity()),
                node.kind());
    }

    @SuppressWarnings("unchecked") // under a key stands what was made of an equal object of its class
    private <T> T one(T object, Function<T, T> make) {
        Object before = known.get(object);
        if (before == null) {
            before = make.apply(object);
            known.put(object, before);
        }
        return (T) before;
    }
}
