/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a trace of a scenario can take at most. Whoever wants to know everything that is sent in some stretch of time
 * must follow all requests that arrived up to this long before it. An upper bound: it takes everything to happen one
 * after the other, and each time as long as possible.
 */
final class TraceBound {
    private final Scenario scenario;
    private final long networkNanos;
    private final Map<String, Long> known = new HashMap<>();

    private TraceBound(Scenario scenario) {
        this.scenario = scenario;
        this.networkNanos = scenario.network().maxNanos();
    }

    static long nanos(Timeline timeline) {
        long longest = 0;
        for (Scenario scenario : timeline.phases()) {
            TraceBound bound = new TraceBound(scenario);
            for (EntrySpec entry : scenario.entries()) {
                longest = Math.max(longest, bound.ask(scenario.service(entry.to()), entry.retries()));
            }
            for (Stream stream : timeline.streams()) {
                CallSpec call = new CallSpec(stream.to(), 1, false, 0, false, "", "");
                long held = 2 * ServiceCalls.millis(stream.ending().holdMillis());
                longest = Math.max(longest, held + bound.call(call));
            }
        }
        return longest + 2 * TraceRecorder.maxProxyNanos();
    }

    private long ask(ServiceSpec service, int retries) {
        long waited = Math.max(ServiceCalls.millis(service.timeoutMillis()), 2 * networkNanos) + networkNanos;
        long attempt = Math.max(serve(service), waited + Serving.maxAbandonedNanos());
        long delay = 0;
        for (VersionSpec version : service.versions()) {
            delay = Math.max(delay, ServiceCalls.millis(version.errors().faultDelayMillis()));
        }
        // a waypoint adds a proxy and two ways
        return 4 * TraceRecorder.maxProxyNanos()
                + (retries + 1) * (4 * networkNanos + delay + attempt + Attempts.maxBackoffNanos());
    }

    private long serve(ServiceSpec service) {
        Long before = known.get(service.name());
        if (before != null) {
            return before;
        }
        long longest = 0;
        for (VersionSpec version : service.versions()) {
            longest = Math.max(longest, work(service, version.calls()));
        }
        long bound = 2 * TraceRecorder.maxProxyNanos() + longest;
        known.put(service.name(), bound);
        return bound;
    }

    private long work(ServiceSpec service, List<CallSpec> calls) {
        long own = 0;
        for (VersionSpec version : service.versions()) {
            own = Math.max(own, version.latency().maxNanos());
        }
        long sum = (long) (own * (service.slowRate() > 0 ? service.slowFactor() : 1));
        for (CallSpec call : calls) {
            sum += call(call);
        }
        return sum;
    }

    private long call(CallSpec call) {
        TargetSpec target = scenario.targets().get(call.to());
        if (target == null) {
            return ask(scenario.service(call.to()), call.retries());
        }
        if (target instanceof Database database) {
            return database.latency().maxNanos();
        }
        if (target instanceof Topic topic) {
            long longest = 0;
            for (Consumer consumer : topic.consumers()) {
                longest = Math.max(longest, work(scenario.service(consumer.service()), consumer.calls()));
            }
            return topic.latency().maxNanos() + topic.lag().maxNanos() + longest;
        }
        External host = (External) target;
        long attempt = Math.max(host.latency().maxNanos(), ServiceCalls.millis(host.timeoutMillis()))
                + ServiceCalls.millis(host.errors().faultDelayMillis());
        return 2 * TraceRecorder.maxProxyNanos() + (call.retries() + 1) * Math.max(attempt, 2 * networkNanos);
    }
}
