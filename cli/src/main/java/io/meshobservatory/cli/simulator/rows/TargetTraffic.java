/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.Fate;
import io.meshobservatory.cli.simulator.Policy;
import io.meshobservatory.cli.simulator.ReplyStatus;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.random.Draws;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls to databases, topics, hosts outside, and over plain connections. Not thread-safe. */
final class TargetTraffic {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final Size OUTSIDE_REQUEST = Size.around(300);
    private static final Size OUTSIDE_RESPONSE = Size.around(800);
    /** What TLS and the protocol add to the bodies on a connection. */
    private static final long CONNECTION_REQUEST_BYTES = 120;

    private static final long CONNECTION_RESPONSE_BYTES = 90;
    private static final double[] ALWAYS_ANSWERED = {};

    private final MeshModel model;
    private final Scenario scenario;
    private final RowBook book;
    private final SeededRandom random;
    private final MinuteTraffic services;

    TargetTraffic(MeshModel model, RowBook book, SeededRandom random, MinuteTraffic services) {
        this.model = model;
        this.scenario = model.scenario();
        this.book = book;
        this.random = random;
        this.services = services;
    }

    /** What a stream asks for in place of the usual. */
    record Asked(Size request, Size response, @Nullable LatencyPool latency, boolean plainText, String principal) {}

    /**
     * Calls to a target.
     *
     * @param asked null for usual calls
     * @return how many of them fail
     */
    long call(Party self, ServiceSpec caller, CallSpec call, TargetSpec target, long calls, @Nullable Asked asked) {
        if (target instanceof Database database) {
            return query(self, caller, call, database, calls, asked);
        }
        if (target instanceof Topic topic) {
            publish(self, caller, topic, calls);
            return 0;
        }
        return askOutside(self, caller, call, (External) target, calls, asked);
    }

    private long query(
            Party self, ServiceSpec caller, CallSpec call, Database database, long calls, @Nullable Asked asked) {
        Party to = Party.of(database.node(caller.cluster()));
        Sight sight = Sight.ofApplications(scenario, true, false);
        RowSum sum = book.sum(self, to, database.system(), sight, "", 0);
        long failed = Draws.binomial(calls, database.errorRate(), random);
        String operation = Operations.ofDatabase(database.system(), call.method(), call.path());
        LatencyPool latency = asked == null || asked.latency() == null ? model.target(database) : asked.latency();
        add(sum, calls - failed, ReplyStatus.ok(Protocol.HTTP), operation, latency);
        add(sum, failed, ReplyStatus.internalError(Protocol.HTTP), operation, latency);
        return failed;
    }

    private void publish(Party self, ServiceSpec caller, Topic topic, long calls) {
        Party to = Party.of(topic.node(caller.cluster()));
        Sight sight = Sight.ofApplications(scenario, true, false);
        RowSum sum = book.sum(self, to, topic.system(), sight, "", 0);
        add(sum, calls, ReplyStatus.ok(Protocol.HTTP), "send", model.target(topic));
        boolean tells = topic.delivery() != TargetSpec.Delivery.LINK_ONLY;
        for (Consumer consumer : topic.consumers()) {
            ServiceSpec service = scenario.service(consumer.service());
            SimulatedNode told = tells ? topic.node(service.cluster()) : to.node();
            consume(Party.of(told), topic, service, consumer, calls);
        }
    }

    private void consume(Party topic, Topic spec, ServiceSpec service, Consumer consumer, long messages) {
        long left = messages;
        double weights =
                service.versions().stream().mapToDouble(VersionSpec::weight).sum();
        for (VersionSpec version : service.versions()) {
            long taken = Draws.binomial(left, version.weight() / weights, random);
            left -= taken;
            weights -= version.weight();
            if (taken == 0) {
                continue;
            }
            long broken = Draws.binomial(taken, version.errors().http5xx(), random);
            broken += services.serve(service, version, consumer.calls(), taken - broken);
            Sight sight = Sight.ofApplications(scenario, false, true);
            RowSum sum = book.sum(topic, Party.of(service, version), spec.system(), sight, "", 0);
            LatencyPool latency = model.own(service, version);
            add(sum, taken - broken, ReplyStatus.ok(Protocol.HTTP), "process", latency);
            add(sum, broken, ReplyStatus.internalError(Protocol.HTTP), "process", latency);
        }
    }

    private long askOutside(
            Party self, ServiceSpec caller, CallSpec call, External host, long calls, @Nullable Asked asked) {
        Party to = Party.of(SimulatedNode.external(host.name()));
        Sight sight = Sight.ofHosts(scenario, caller);
        boolean bodiless = Operations.isBodiless(call.method());
        Asking asking = new Asking(
                Protocol.HTTP,
                Policy.NONE,
                caller.hasEnvoy(),
                call.retries(),
                host.timeoutMillis() * NANOS_PER_MILLI,
                asked != null ? asked.request() : bodiless ? Size.NONE : OUTSIDE_REQUEST,
                asked != null ? asked.response() : OUTSIDE_RESPONSE,
                Operations.ofHttp(call.method(), call.path()),
                false,
                0,
                "");
        LatencyPool latency = asked == null || asked.latency() == null ? model.target(host) : asked.latency();
        double[] shares = asked == null ? Fate.shares(host.errors(), Policy.NONE) : ALWAYS_ANSWERED;
        RowSum sum = book.sum(self, to, "http", sight, "", 0);
        Attempting attempting =
                new Attempting(asking, List.of(new Alternative(1, sum, sight, shares, latency, answers -> 0)), random);
        attempting.run(calls);
        if (MinuteTraffic.isAmbient(caller)) {
            connections(self, to, calls, asking.request(), asking.response(), 0);
        }
        return attempting.failed();
    }

    /** Connections into which no proxy looks; how many fail. */
    long connect(Party self, ServiceSpec caller, CallSpec call, ServiceSpec callee, long calls, @Nullable Asked asked) {
        long failed = 0;
        long left = calls;
        double weights =
                callee.versions().stream().mapToDouble(VersionSpec::weight).sum();
        boolean secured = caller.isSecured() && callee.isSecured() && (asked == null || !asked.plainText());
        for (VersionSpec version : callee.versions()) {
            long chosen = Draws.binomial(left, version.weight() / weights, random);
            left -= chosen;
            weights -= version.weight();
            double failing =
                    version.errors().connectionFailure() + version.errors().tlsFailure();
            long broken = asked == null ? Draws.binomial(chosen, failing, random) : 0;
            failed += broken;
            Size request = asked == null ? Size.around(callee.requestBytes()) : asked.request();
            Size response = asked == null ? Size.around(callee.responseBytes()) : asked.response();
            Party to = Party.of(callee, version);
            connections(self, to, chosen - broken, request, response, secured ? chosen - broken : 0);
            if (broken > 0) {
                Sight sight = Sight.ofConnections(scenario);
                RowSum sum = book.sum(self, to, "tcp", sight, "", 0);
                ReplyStatus status = ReplyStatus.connectionFailure(Protocol.TCP);
                sum.addConnections(new Batch(
                        broken,
                        status,
                        status.flags(),
                        "",
                        broken * CONNECTION_REQUEST_BYTES,
                        0,
                        0,
                        0,
                        "",
                        model.own(callee, version),
                        false));
            }
        }
        return failed;
    }

    /** The connections under requests of an ambient mesh that pass no waypoint. */
    void tunnel(Party self, ServiceSpec caller, ServiceSpec callee, Attempting attempting) {
        boolean tunnelled = MinuteTraffic.isAmbient(caller) || MinuteTraffic.isAmbient(callee);
        if (!tunnelled || callee.hasWaypoint()) {
            return;
        }
        long calls =
                attempting.finals().stream().mapToLong(Attempting.Final::calls).sum();
        Party to = Party.of(callee, callee.versions().get(0));
        Size request = Size.around(callee.requestBytes());
        connections(self, to, calls, request, Size.around(callee.responseBytes()), calls);
    }

    private void connections(Party self, Party to, long calls, Size request, Size response, long secured) {
        Sight sight = Sight.ofConnections(scenario);
        if (calls == 0 || !sight.visible()) {
            return;
        }
        ServiceSpec callee = to.service();
        ServiceSpec caller = self.service();
        String principal = callee == null ? "" : callee.principal(scenario.trustDomain());
        RowSum sum = book.sum(self, to, "tcp", sight, principal, 0);
        ReplyStatus status = ReplyStatus.ok(Protocol.TCP);
        sum.addConnections(new Batch(
                calls,
                status,
                status.flags(),
                "",
                request.total(calls, random) + (callee == null ? 0 : calls * CONNECTION_REQUEST_BYTES),
                response.total(calls, random) + (callee == null ? 0 : calls * CONNECTION_RESPONSE_BYTES),
                secured,
                callee == null ? 0 : calls - secured,
                caller == null ? "" : caller.principal(scenario.trustDomain()),
                LatencyPool.fixed(1),
                true));
    }

    private void add(RowSum sum, long calls, ReplyStatus status, String operation, LatencyPool latency) {
        if (calls > 0) {
            Batch batch = new Batch(calls, status, "-", operation, 0, 0, 0, 0, "", latency, true);
            sum.add(batch, random);
        }
    }
}
