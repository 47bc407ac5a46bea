/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * A mesh as it is for a while: how long its services take for an answer, with everything that they ask for it. The
 * distributions are found by trying: some hundred answers of each version. Not thread-safe.
 */
final class MeshModel {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long SEED = 4711;
    /** What two proxies and the way there and back add to an answer, nanoseconds: the means of what telemetry has. */
    private static final long PROXY_NANOS = 125_000;

    private final Scenario scenario;
    private final Map<String, LatencyPool> answers = new HashMap<>();
    private final Map<String, LatencyPool> own = new HashMap<>();
    private final Map<String, LatencyPool> targets = new HashMap<>();

    MeshModel(Scenario scenario) {
        this.scenario = scenario;
    }

    Scenario scenario() {
        return scenario;
    }

    /** How much longer a call takes for its caller than for the callee. */
    long wayNanos() {
        return 2 * PROXY_NANOS
                + (long) (2 * NANOS_PER_MILLI * scenario.network().p50Millis() * 1.15);
    }

    /** What a version takes for an answer, with what it asks others. */
    LatencyPool answer(ServiceSpec service, VersionSpec version) {
        String key = service.name() + "/" + version.name();
        LatencyPool known = answers.get(key);
        if (known == null) {
            known = LatencyPool.of(random(key), random -> answerNanos(service, version, random));
            answers.put(key, known);
        }
        return known;
    }

    /** What a version takes by itself. */
    LatencyPool own(ServiceSpec service, VersionSpec version) {
        return own.computeIfAbsent(
                service.name() + "/" + version.name(),
                key -> LatencyPool.of(random(key), random -> ownNanos(service, version, random)));
    }

    /** What a database, topic or host takes. */
    LatencyPool target(TargetSpec target) {
        return targets.computeIfAbsent(
                target.name(), key -> LatencyPool.of(random(key), random -> targetNanos(target, random)));
    }

    private static SeededRandom random(String key) {
        return SeededRandom.of(SEED, SeededRandom.hash(key));
    }

    private static long ownNanos(ServiceSpec service, VersionSpec version, SeededRandom random) {
        long nanos = version.latency().draw(random);
        return random.chance(service.slowRate()) ? (long) (nanos * service.slowFactor()) : nanos;
    }

    private static long targetNanos(TargetSpec target, SeededRandom random) {
        if (target instanceof Database database) {
            return database.latency().draw(random);
        }
        return target instanceof Topic topic
                ? topic.latency().draw(random)
                : ((External) target).latency().draw(random);
    }

    private long answerNanos(ServiceSpec service, VersionSpec version, SeededRandom random) {
        long before = 0;
        long end = 0;
        for (CallSpec call : version.calls()) {
            if (!call.parallel()) {
                before = end;
            }
            if (random.chance(call.probability())) {
                end = Math.max(end, before + callNanos(call, random));
            }
        }
        return ownNanos(service, version, random) + end + PROXY_NANOS;
    }

    private long callNanos(CallSpec call, SeededRandom random) {
        TargetSpec target = scenario.targets().get(call.to());
        if (target != null) {
            return target(target).draw(random);
        }
        ServiceSpec service = scenario.service(call.to());
        double weights =
                service.versions().stream().mapToDouble(VersionSpec::weight).sum();
        double at = random.nextDouble() * weights;
        for (VersionSpec version : service.versions()) {
            at -= version.weight();
            if (at < 0) {
                return answer(service, version).draw(random) + wayNanos();
            }
        }
        return answer(service, service.versions().get(0)).draw(random) + wayNanos();
    }
}
