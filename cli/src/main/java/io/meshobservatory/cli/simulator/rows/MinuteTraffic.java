/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.Dialect;
import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.ErrorRates;
import io.meshobservatory.cli.simulator.Fate;
import io.meshobservatory.cli.simulator.Policy;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.random.Draws;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the requests of one minute through the mesh, all of one kind at once. Not thread-safe. */
final class MinuteTraffic {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    /** What a proxy answers in place of the callee: short, and at once. */
    private static final LatencyPool REFUSING = LatencyPool.fixed(300_000);

    private final MeshModel model;
    private final Scenario scenario;
    private final RowBook book;
    private final SeededRandom random;
    private final TargetTraffic targets;

    MinuteTraffic(MeshModel model, RowBook book, SeededRandom random) {
        this.model = model;
        this.scenario = model.scenario();
        this.book = book;
        this.random = random;
        this.targets = new TargetTraffic(model, book, random, this);
    }

    MeshModel model() {
        return model;
    }

    SeededRandom random() {
        return random;
    }

    RowBook book() {
        return book;
    }

    TargetTraffic targets() {
        return targets;
    }

    /** Requests of an entry. */
    void enter(EntrySpec entry, long requests) {
        ServiceSpec callee = scenario.service(entry.to());
        String via = entry.via();
        if (via == null) {
            enterInside(entry, callee, requests);
        } else {
            enterThrough(scenario.service(via), callee, entry, requests);
        }
    }

    /** Requests that come through a gateway and are treated as usual. */
    void enterThrough(ServiceSpec gateway, ServiceSpec callee, EntrySpec entry, long requests) {
        VersionSpec version = gateway.versions().get(0);
        Party source = Party.of(gateway, version);
        Policy policy = gateway.policy();
        long denied = policy.isNone() || !gateway.hasEnvoy() ? 0 : refuse(source, gateway, callee, entry, requests);
        CallSpec call = new CallSpec(entry.to(), 1, false, entry.retries(), false, entry.method(), entry.path());
        Attempting attempting = ask(source, gateway, call, callee, requests - denied);
        arrive(gateway, callee, entry, requestSize(callee, entry.method()), attempting.finals());
    }

    /** What a gateway's policies refuse. */
    private long refuse(Party source, ServiceSpec gateway, ServiceSpec callee, EntrySpec entry, long requests) {
        double[] shares = Fate.shares(ErrorRates.NONE, gateway.policy());
        Sight sight = Sight.ofRequests(scenario, gateway, callee);
        Alternative nobody = new Alternative(
                1,
                book.sum(source, Party.of(callee), callee.protocolName(), sight, "", 0),
                sight,
                shares,
                REFUSING,
                calls -> 0);
        long left = requests;
        double rest = 1;
        List<Attempting.Final> finals = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] == 0) {
                continue;
            }
            long met = Draws.binomial(left, shares[i] / rest, random);
            left -= met;
            rest -= shares[i];
            if (met == 0) {
                continue;
            }
            var status = Fate.drawn(i).told(callee.protocol(), gateway.policy());
            finals.add(new Attempting.Final(status, met, REFUSING));
            boolean told = !sight.attempts() || !gateway.spawnsUpstreamSpans();
            if (told) {
                Batch batch = new Batch(
                        met,
                        status,
                        status.flags(),
                        Operations.of(callee, entry.method(), entry.path()),
                        requestSize(callee, entry.method()).total(met, random),
                        met * 19,
                        0,
                        0,
                        "",
                        REFUSING,
                        false);
                nobody.sum().add(batch, random);
            }
        }
        arrive(gateway, callee, entry, requestSize(callee, entry.method()), finals);
        return requests - left;
    }

    /** What a gateway's own spans tell of who asks it. */
    void arrive(ServiceSpec gateway, ServiceSpec callee, EntrySpec entry, Size request, List<Attempting.Final> finals) {
        if (!gateway.spawnsUpstreamSpans() && gateway.hasEnvoy()) {
            return;
        }
        Sight sight = Sight.ofArrivals(scenario, gateway);
        Party internet = Party.of(SimulatedNode.INTERNET);
        Party self = Party.of(gateway, gateway.versions().get(0));
        RowSum sum = book.sum(internet, self, callee.protocolName(), sight, "", 0);
        for (Attempting.Final end : finals) {
            long answers = end.status().isRefused() ? 0 : end.calls();
            long bytes = Size.around(callee.responseBytes()).total(answers, random) + (end.calls() - answers) * 100;
            Batch batch = new Batch(
                    end.calls(),
                    end.status(),
                    end.status().flags(),
                    Operations.of(callee, entry.method(), entry.path()),
                    request.total(end.calls(), random),
                    bytes,
                    0,
                    0,
                    "",
                    end.latency(),
                    true);
            sum.add(batch, random);
        }
    }

    /** A caller inside the cluster without a proxy: spans and logs tell its address, counters nothing. */
    private void enterInside(EntrySpec entry, ServiceSpec callee, long requests) {
        Party stranger = Party.of(entry.caller(callee));
        Sight seen = Sight.ofStrangers(scenario, callee);
        Sight counted = Sight.ofNobody(scenario, callee);
        SimulatedNode nobody = new SimulatedNode(
                callee.cluster(), SimulatedNode.UNKNOWN, SimulatedNode.UNKNOWN, SimulatedNode.Kind.UNKNOWN);
        Asking asking = asking(
                callee,
                callee.hasWaypoint(),
                new CallSpec(entry.to(), 1, false, 0, false, entry.method(), entry.path()),
                null);
        List<Alternative> alternatives = new ArrayList<>();
        for (VersionSpec version : callee.versions()) {
            Party to = Party.of(callee, version);
            Sight sight = seen.visible() ? seen : counted;
            Party from = seen.visible() ? stranger : Party.of(nobody);
            alternatives.add(
                    alternative(callee, version, book.sum(from, to, callee.protocolName(), sight, "", 0), sight));
        }
        Attempting attempting = new Attempting(asking, alternatives, random);
        attempting.run(requests);
        if (seen.visible() && counted.visible()) {
            Party to = Party.of(callee, callee.versions().get(0));
            RowSum sum = book.sum(Party.of(nobody), to, callee.protocolName(), counted, "", 0);
            for (Attempting.Final end : attempting.finals()) {
                sum.add(
                        new Batch(
                                end.calls(),
                                end.status(),
                                end.status().flags(),
                                asking.operation(),
                                asking.request().total(end.calls(), random),
                                asking.response().total(end.calls(), random),
                                0,
                                end.calls(),
                                "",
                                end.latency(),
                                true),
                        random);
            }
        }
    }

    /**
     * Answers of a version: whom it asks for them.
     *
     * @return how many of them fail since something that they need fails
     */
    long serve(ServiceSpec service, VersionSpec version, List<CallSpec> calls, long requests) {
        Party self = Party.of(service, version);
        long active = requests;
        long failed = 0;
        long failedBefore = 0;
        for (CallSpec call : calls) {
            if (!call.parallel()) {
                active -= failed - failedBefore;
                failedBefore = failed;
            }
            long made = Draws.binomial(active, call.probability(), random);
            if (made == 0) {
                continue;
            }
            long broken = call(self, service, call, made);
            if (!call.optional()) {
                // of those that run in parallel, some have failed already
                long overlap = active == 0 ? 0 : Math.round((double) broken * (failed - failedBefore) / active);
                failed = Math.min(requests, failed + broken - overlap);
            }
        }
        return failed;
    }

    /** Calls to whatever a service calls; how many fail. */
    long call(Party self, ServiceSpec service, CallSpec call, long calls) {
        TargetSpec target = scenario.targets().get(call.to());
        if (target != null) {
            return targets.call(self, service, call, target, calls, null);
        }
        ServiceSpec callee = scenario.service(call.to());
        if (callee.protocol() == Protocol.TCP) {
            return targets.connect(self, service, call, callee, calls, null);
        }
        return ask(self, service, call, callee, calls).failed();
    }

    /** Requests of one service to another, treated as usual. */
    Attempting ask(Party self, ServiceSpec caller, CallSpec call, ServiceSpec callee, long requests) {
        boolean proxied = caller.hasEnvoy() || callee.hasWaypoint();
        Asking asking = asking(callee, proxied, call, caller);
        List<Alternative> alternatives = new ArrayList<>();
        for (VersionSpec version : callee.versions()) {
            if (version.weight() > 0) {
                Sight sight = Sight.ofRequests(scenario, caller, callee);
                RowSum sum = sum(self, callee, version, sight);
                alternatives.add(alternative(callee, version, sum, sight));
            }
        }
        Attempting attempting = new Attempting(asking, alternatives, random);
        attempting.run(requests);
        if (attempting.tlsFailures() > 0
                && Sight.ofRequests(scenario, caller, callee).logged()) {
            book.addHandshakeFailures(self, Party.of(callee), attempting.tlsFailures());
        }
        targets.tunnel(self, caller, callee, attempting);
        return attempting;
    }

    RowSum sum(Party self, ServiceSpec callee, VersionSpec version, Sight sight) {
        return book.sum(
                self,
                Party.of(callee, version),
                callee.protocolName(),
                sight,
                callee.isSecured() ? callee.principal(scenario.trustDomain()) : "",
                model.wayNanos());
    }

    private Alternative alternative(ServiceSpec callee, VersionSpec version, RowSum sum, Sight sight) {
        return new Alternative(
                version.weight(),
                sum,
                sight,
                Fate.shares(version.errors(), callee.policy()),
                model.answer(callee, version),
                answers -> serve(callee, version, version.calls(), answers));
    }

    private Asking asking(ServiceSpec callee, boolean proxied, CallSpec call, @Nullable ServiceSpec caller) {
        String principal = caller != null && caller.isSecured() && callee.isSecured()
                ? caller.principal(scenario.trustDomain())
                : "";
        return new Asking(
                callee.protocol(),
                callee.policy(),
                proxied,
                call.retries(),
                callee.timeoutMillis() * NANOS_PER_MILLI,
                requestSize(callee, call.method()),
                Size.around(callee.responseBytes()),
                Operations.of(callee, call.method(), call.path()),
                !principal.isEmpty(),
                call.plainText(),
                principal);
    }

    /** Sizes of usual requests. */
    static Size requestSize(ServiceSpec callee, String method) {
        boolean bodiless = callee.protocol() == Protocol.HTTP && Operations.isBodiless(method);
        return bodiless ? Size.NONE : Size.around(callee.requestBytes());
    }

    /** Whether requests of a service pass an Envoy of the mesh. */
    static boolean isAmbient(ServiceSpec service) {
        return service.is(Dialect.Kind.AMBIENT) && !service.gateway();
    }
}
