/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls to what sends no telemetry: databases, topics and hosts outside the mesh. */
final class TargetCalls {
    private static final String OUTSIDE = "-";
    private static final long ERROR_BODY_BYTES = 120;

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final TraceSimulation services;

    TargetCalls(TraceRecorder trace, TraceSimulation services) {
        this.trace = trace;
        this.random = trace.random();
        this.services = services;
    }

    /** An operation of a database: only the application's span tells of it. */
    Reply query(Pod caller, CallSpec call, Database database, long context, long start) {
        boolean failed = random.chance(database.errorRate());
        long end = start + database.latency().draw(random);
        ReplyStatus status = status(failed);
        long spanId = random.nextId();
        Span.Builder span = trace.span(SpanKind.SPAN_KIND_CLIENT, "", spanId, context, start, end);
        String operation = call.method().isEmpty() ? defaultOperation(database.system()) : call.method();
        AppSpans.describeQuery(span, database, operation, call.path(), failed);
        SimulatedEdge edge = edge(caller, database.namespace(), database.name(), database.system());
        trace.finish(application(caller), spanId, span, List.of(SimulatedCall.of(edge, status.result())));
        return new Reply(end, status, 0);
    }

    /** A message is published; whoever consumes it does so later, and nobody waits for it. */
    Reply publish(Pod caller, Topic topic, long context, long start) {
        long end = start + topic.latency().draw(random);
        long spanId = random.nextId();
        Span.Builder span = trace.span(SpanKind.SPAN_KIND_PRODUCER, "", spanId, context, start, end);
        AppSpans.describePublish(span, topic);
        SimulatedEdge edge = edge(caller, OUTSIDE, topic.name(), topic.system());
        ReplyStatus status = status(false);
        trace.finish(application(caller), spanId, span, List.of(SimulatedCall.of(edge, status.result())));
        for (Consumer consumer : topic.consumers()) {
            consume(topic, consumer, spanId, end + topic.lag().draw(random));
        }
        return new Reply(end, status, 0);
    }

    /** A host outside the mesh is asked: the sidecar sends the request out, and sees the answer. */
    Reply askOutside(Pod caller, CallSpec call, External host, long context, long start) {
        RequestLine line = RequestLine.http(
                call.method().isEmpty() ? "GET" : call.method(), call.path().isEmpty() ? "/" : call.path(), random);
        String url = "http://" + host.name() + line.path();
        Exporter appExporter = caller.appExporter();
        long appSpan = appExporter == null ? 0 : random.nextId();
        long proxySpan = random.nextId();
        long proxyStart = start + trace.proxyNanos();
        int unseen = 0;
        Reply reply = attempt(host, proxyStart);
        while (reply.failed() && unseen < call.retries()) {
            unseen++;
            reply = attempt(host, reply.endNanos());
        }
        if (reply.failed() && call.retries() > 0) {
            reply = new Reply(reply.endNanos(), reply.status().withRetriesExhausted(), reply.responseBytes());
        }
        recordSidecar(caller, host, line, url, proxySpan, appSpan == 0 ? context : appSpan, proxyStart, reply, unseen);
        long end = reply.endNanos() + trace.proxyNanos();
        if (appExporter != null) {
            Span.Builder span = trace.span(SpanKind.SPAN_KIND_CLIENT, "", appSpan, context, start, end);
            AppSpans.describeClient(span, line, host.name(), 80, url, reply.status());
            trace.finish(appExporter, appSpan, span, List.of());
        }
        return new Reply(end, reply.status(), reply.responseBytes());
    }

    private Reply attempt(External host, long start) {
        return switch (Fate.draw(host.errors(), random)) {
            case ANSWERED ->
                new Reply(start + host.latency().draw(random), ReplyStatus.ok(Protocol.HTTP), trace.bytesAround(800));
            case SERVER_ERROR ->
                new Reply(
                        start + host.latency().draw(random),
                        ReplyStatus.internalError(Protocol.HTTP),
                        ERROR_BODY_BYTES);
            case NOT_FOUND ->
                new Reply(start + host.latency().draw(random), ReplyStatus.notFound(Protocol.HTTP), ERROR_BODY_BYTES);
            case CONNECTION_FAILURE ->
                new Reply(start + 2 * trace.networkNanos(), ReplyStatus.connectionFailure(Protocol.HTTP), 91);
            case OVERFLOW -> new Reply(start + trace.proxyNanos(), ReplyStatus.overflow(Protocol.HTTP), 81);
            case TIMEOUT ->
                new Reply(start + ServiceCalls.millis(host.timeoutMillis()), ReplyStatus.timeout(Protocol.HTTP), 24);
        };
    }

    private void recordSidecar(
            Pod caller,
            External host,
            RequestLine line,
            String url,
            long spanId,
            long parent,
            long start,
            Reply reply,
            int unseen) {
        Span.Builder span = trace.span(
                SpanKind.SPAN_KIND_CLIENT,
                host.name() + ":" + host.port() + "/*",
                spanId,
                parent,
                start,
                reply.endNanos());
        EnvoySpans.describe(
                span,
                caller,
                new EnvoySpans.Exchange(
                        line,
                        url,
                        host.name(),
                        trace.requestId(),
                        caller.service().name() + "/" + caller.version().name(),
                        caller.address(),
                        "outbound|" + host.port() + "||" + host.name(),
                        line.isBodiless() ? 0 : trace.bytesAround(300),
                        reply.responseBytes(),
                        reply.status()));
        SimulatedEdge edge = edge(caller, OUTSIDE, host.name(), "http");
        List<SimulatedCall> calls = new ArrayList<>();
        calls.add(SimulatedCall.of(edge, reply.status().result()));
        for (int i = 0; i < unseen; i++) {
            calls.add(new SimulatedCall(edge, SimulatedCall.Fate.UNSEEN));
        }
        trace.finishByProxy(caller, spanId, span, calls);
    }

    private void consume(Topic topic, Consumer consumer, long producerSpan, long start) {
        ServiceSpec service = trace.mesh().scenario().service(consumer.service());
        Pod pod = trace.mesh().pick(service, random);
        long spanId = random.nextId();
        Fate fate = Fate.draw(pod.version().errors(), random) == Fate.SERVER_ERROR ? Fate.SERVER_ERROR : Fate.ANSWERED;
        Reply work = services.work(pod, consumer.calls(), spanId, start, fate);
        Span.Builder span = trace.span(SpanKind.SPAN_KIND_CONSUMER, "", spanId, producerSpan, start, work.endNanos());
        AppSpans.describeProcess(span, topic, consumer, work.failed());
        SimulatedEdge edge =
                new SimulatedEdge(OUTSIDE, topic.name(), service.namespace(), service.name(), topic.system());
        trace.finish(
                application(pod),
                spanId,
                span,
                List.of(SimulatedCall.of(edge, work.status().result())));
    }

    private static SimulatedEdge edge(Pod caller, String namespace, String name, String protocol) {
        return new SimulatedEdge(caller.service().namespace(), caller.service().name(), namespace, name, protocol);
    }

    private static Exporter application(Pod pod) {
        @Nullable Exporter exporter = pod.appExporter();
        if (exporter == null) {
            throw new IllegalStateException("service '" + pod.service().name() + "' has no application spans");
        }
        return exporter;
    }

    private static ReplyStatus status(boolean failed) {
        return failed ? ReplyStatus.internalError(Protocol.HTTP) : ReplyStatus.ok(Protocol.HTTP);
    }

    private static String defaultOperation(String system) {
        return switch (system) {
            case "redis" -> "GET";
            case "mongodb" -> "find";
            default -> "SELECT";
        };
    }
}
