/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.Fate;
import io.meshobservatory.cli.simulator.Policy;
import io.meshobservatory.cli.simulator.Rhythm;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec;
import io.meshobservatory.cli.simulator.random.Draws;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Origin;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Size;
import io.meshobservatory.cli.simulator.traffic.Stream;
import io.meshobservatory.cli.simulator.traffic.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the requests of streams in one minute. Not thread-safe. */
final class StreamTraffic {
    private static final double NANOS_PER_MILLI = 1e6;

    private final MinuteTraffic services;
    private final MeshModel model;
    private final Scenario scenario;
    private final SeededRandom random;

    StreamTraffic(MinuteTraffic services) {
        this.services = services;
        this.model = services.model();
        this.scenario = model.scenario();
        this.random = services.random();
    }

    /** Sends requests: by the sender's versions, and by what is asked for. */
    void send(Stream stream, long requests) {
        ServiceSpec sender = scenario.service(stream.origin().name());
        List<String> paths = stream.question().paths();
        long left = requests;
        double weights =
                sender.versions().stream().mapToDouble(VersionSpec::weight).sum();
        for (VersionSpec version : sender.versions()) {
            long own = Draws.binomial(left, version.weight() / weights, random);
            left -= own;
            weights -= version.weight();
            for (int i = 0; i < paths.size() && own > 0; i++) {
                long part = Draws.binomial(own, 1.0 / (paths.size() - i), random);
                own -= part;
                if (part > 0) {
                    send(stream, sender, Party.of(sender, version), paths.get(i), part);
                }
            }
        }
    }

    private void send(Stream stream, ServiceSpec sender, Party self, String path, long requests) {
        Question question = stream.question();
        Ending ending = stream.ending();
        CallSpec call =
                new CallSpec(stream.to(), 1, false, 0, false, question.method(), path, question.plainText() ? 1 : 0);
        LatencyPool held = held(ending);
        TargetTraffic.Asked asked = new TargetTraffic.Asked(
                question.size(), ending.size(), held, question.plainText(), question.principal());
        TargetSpec target = scenario.targets().get(stream.to());
        if (target != null) {
            services.targets().call(self, sender, call, target, requests, asked);
            return;
        }
        ServiceSpec callee = scenario.service(stream.to());
        if (callee.protocol() == Protocol.TCP) {
            services.targets().connect(self, sender, call, callee, requests, asked);
            return;
        }
        long left = requests;
        double rest = 1;
        for (Map.Entry<Verdict, Double> share : ending.shares().entrySet()) {
            long met = Draws.binomial(left, share.getValue() / rest, random);
            left -= met;
            rest -= share.getValue();
            if (met > 0) {
                settle(stream, sender, self, callee, call, share.getKey(), met);
            }
        }
    }

    private void settle(
            Stream stream,
            ServiceSpec sender,
            Party self,
            ServiceSpec callee,
            CallSpec call,
            Verdict verdict,
            long requests) {
        Ending ending = stream.ending();
        boolean internet = stream.origin().kind() == Origin.Kind.INTERNET;
        EntrySpec entry =
                new EntrySpec(stream.id(), stream.to(), sender.name(), 1, call.method(), call.path(), 0, Rhythm.FLAT);
        boolean usual = verdict == Verdict.ANSWERED && ending.deep() && held(ending) == null;
        if (usual && internet) {
            services.enterThrough(sender, callee, entry, requests);
            return;
        }
        boolean proxied = sender.hasEnvoy() || callee.hasWaypoint();
        boolean secured = sender.isSecured() && callee.isSecured();
        Question question = stream.question();
        String own = secured ? sender.principal(scenario.trustDomain()) : "";
        Size response = ending.deep() ? Size.around(callee.responseBytes()) : ending.size();
        Asking asking = new Asking(
                callee.protocol(),
                new Policy(0, 0, 0, 0, ending.rule()),
                proxied,
                0,
                (long) (callee.timeoutMillis() * NANOS_PER_MILLI),
                ending.deep() && verdict == Verdict.ANSWERED
                        ? MinuteTraffic.requestSize(callee, call.method())
                        : question.size(),
                response,
                Operations.of(callee, call.method(), call.path()),
                secured,
                call.plainText(),
                secured && !question.principal().isEmpty() ? question.principal() : own);
        Sight sight = Sight.ofRequests(scenario, sender, callee);
        List<Alternative> alternatives = new ArrayList<>();
        for (VersionSpec version : callee.versions()) {
            if (version.weight() > 0) {
                alternatives.add(alternative(self, callee, version, sight, ending, verdict));
            }
        }
        Attempting attempting = new Attempting(asking, alternatives, random);
        attempting.run(requests);
        if (internet) {
            services.arrive(sender, callee, entry, asking.request(), attempting.finals());
        }
        services.targets().tunnel(self, sender, callee, attempting);
    }

    private Alternative alternative(
            Party self, ServiceSpec callee, VersionSpec version, Sight sight, Ending ending, Verdict verdict) {
        boolean usual = verdict == Verdict.ANSWERED && ending.deep();
        double[] shares = {};
        if (usual) {
            shares = Fate.shares(version.errors(), callee.policy());
        } else if (verdict != Verdict.ANSWERED) {
            shares = Fate.of(verdict).always();
        }
        LatencyPool held = held(ending);
        LatencyPool latency =
                held != null ? held : ending.deep() ? model.answer(callee, version) : model.own(callee, version);
        return new Alternative(
                version.weight(),
                services.sum(self, callee, version, sight),
                sight,
                shares,
                latency,
                answers -> usual ? services.serve(callee, version, version.calls(), answers) : 0);
    }

    private static @Nullable LatencyPool held(Ending ending) {
        if (ending.holdMillis() == 0) {
            return null;
        }
        SeededRandom fixed = new SeededRandom(ending.holdMillis());
        return LatencyPool.of(
                fixed, random -> (long) (ending.holdMillis() * (0.5 + random.nextDouble()) * NANOS_PER_MILLI));
    }
}
