/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.Delivery;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.jspecify.annotations.Nullable;

/** Calls to what sends no telemetry: databases, topics and hosts outside the mesh. */
final class TargetCalls {
    private final TraceRecorder trace;
    private final SeededRandom random;
    private final TraceSimulation services;
    private final ExternalCalls externalCalls;

    TargetCalls(TraceRecorder trace, TraceSimulation services, ProxyReports reports) {
        this.trace = trace;
        this.random = trace.random();
        this.services = services;
        this.externalCalls = new ExternalCalls(trace, reports);
    }

    /** An operation of a database: only the application's span tells of it. */
    Reply query(
            Pod caller, CallSpec call, Database database, TraceContext context, long start, @Nullable Script script) {
        boolean failed = random.chance(database.errorRate());
        long held = script == null ? 0 : script.holdNanos();
        long end = start + (held > 0 ? held : database.latency().draw(random));
        ReplyStatus status = status(failed);
        long spanId = random.nextId();
        trace.finishByApplication(context, application(caller), () -> {
            Span.Builder span = trace.span(context, SpanKind.SPAN_KIND_CLIENT, "", spanId, start, end);
            String operation = call.method().isEmpty() ? defaultOperation(database.system()) : call.method();
            boolean old = caller.service().oldConventions();
            AppSpans.describeQuery(span, database, old, operation, call.path(), failed);
            return span;
        });
        SimulatedEdge edge =
                new SimulatedEdge(caller.node(), database.node(caller.service().cluster()), database.system());
        called(context, edge, versions(caller), status, end, end - start, SimulatedCall.UNTOLD);
        return new Reply(end, status, 0);
    }

    /** A message is published; whoever consumes it does so later, and nobody waits for it. */
    Reply publish(Pod caller, Topic topic, TraceContext context, long start) {
        long end = start + topic.latency().draw(random);
        long spanId = random.nextId();
        trace.finishByApplication(context, application(caller), () -> {
            Span.Builder span = trace.span(context, SpanKind.SPAN_KIND_PRODUCER, "", spanId, start, end);
            AppSpans.describePublish(span, topic, caller.service().oldConventions());
            return span;
        });
        SimulatedNode node = topic.node(caller.service().cluster());
        ReplyStatus status = status(false);
        SimulatedEdge edge = new SimulatedEdge(caller.node(), node, topic.system());
        called(context, edge, versions(caller), status, end, end - start, SimulatedCall.UNTOLD);
        for (Consumer consumer : topic.consumers()) {
            consume(
                    topic,
                    node,
                    consumer,
                    context.under(spanId),
                    end + topic.lag().draw(random));
        }
        return new Reply(end, status, 0);
    }

    /** A host outside the mesh is asked. */
    Reply askOutside(
            Pod caller, CallSpec call, External host, TraceContext context, long start, @Nullable Script script) {
        return externalCalls.call(caller, call, host, context, start, script);
    }

    private void consume(Topic topic, SimulatedNode node, Consumer consumer, TraceContext producer, long start) {
        ServiceSpec service = trace.scenario().service(consumer.service());
        Pod pod = trace.mesh().pick(service, random, start);
        boolean linked = topic.delivery() != Delivery.CHILD;
        TraceContext context = linked ? trace.newTrace() : producer;
        long spanId = random.nextId();
        Fate fate =
                Fate.draw(trace.version(pod).errors(), random) == Fate.SERVER_ERROR ? Fate.SERVER_ERROR : Fate.ANSWERED;
        Reply work = services.work(pod, consumer.calls(), context.under(spanId), start, fate);
        boolean tells = topic.delivery() != Delivery.LINK_ONLY;
        trace.finishByApplication(context, application(pod), () -> {
            Span.Builder span = trace.span(context, SpanKind.SPAN_KIND_CONSUMER, "", spanId, start, work.endNanos());
            AppSpans.describeProcess(span, topic, consumer, service.oldConventions(), tells, work.failed());
            if (linked) {
                span.addLinks(Span.Link.newBuilder()
                        .setTraceId(producer.traceId())
                        .setSpanId(TraceRecorder.idBytes(producer.spanId())));
            }
            return span;
        });
        // applications of Kubernetes tell their cluster; a topic is of the cluster of whoever speaks of it
        SimulatedNode told = tells ? topic.node(service.cluster()) : node;
        SimulatedEdge edge = new SimulatedEdge(told, pod.node(), topic.system());
        VersionPair versions = new VersionPair(SimulatedNode.UNKNOWN, pod.toldVersion());
        called(context, edge, versions, work.status(), work.endNanos(), SimulatedCall.UNTOLD, work.endNanos() - start);
    }

    private void called(
            TraceContext context,
            SimulatedEdge edge,
            VersionPair versions,
            ReplyStatus status,
            long end,
            long clientNanos,
            long serverNanos) {
        trace.call(
                end,
                new SimulatedCall(
                        edge,
                        versions,
                        status,
                        "",
                        true,
                        context.sampled(),
                        false,
                        null,
                        SimulatedCall.UNTOLD,
                        SimulatedCall.UNTOLD,
                        clientNanos,
                        serverNanos));
    }

    private static VersionPair versions(Pod caller) {
        return new VersionPair(caller.toldVersion(), SimulatedNode.UNKNOWN);
    }

    private static Exporter application(Pod pod) {
        Exporter exporter = pod.appExporter();
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
