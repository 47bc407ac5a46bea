/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.Dialect;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.window.Basis;
import java.util.Set;

/**
 * What the telemetry of a scenario tells of an edge. Immutable.
 *
 * @param visible whether anything tells of it
 * @param basis on which telemetry its figures rest
 * @param attempts whether each attempt of a retried request counts, as in traces, and not the request
 * @param eachTold whether also those attempts are told that never arrive
 * @param headers whether sizes include headers, as in metrics
 * @param traced whether spans tell of it
 * @param callerTimed whether the caller's side measures latency
 * @param calleeTimed whether the callee's side does
 * @param logged whether access logs tell of it
 */
record Sight(
        boolean visible,
        Basis basis,
        boolean attempts,
        boolean eachTold,
        boolean headers,
        boolean traced,
        boolean callerTimed,
        boolean calleeTimed,
        boolean logged) {
    private static final Sight NOTHING = new Sight(false, Basis.NONE, true, false, false, false, false, false, false);

    /** Of requests from one service to another. */
    static Sight ofRequests(Scenario scenario, ServiceSpec caller, ServiceSpec callee) {
        Set<Signal> signals = scenario.signals();
        boolean reports = isReporting(caller) || isReporting(callee);
        boolean metered = reports && signals.contains(Signal.METRICS);
        boolean logged = reports && signals.contains(Signal.ACCESS_LOGS);
        boolean traced = signals.contains(Signal.TRACES);
        boolean sized = metered || logged || (traced && (isSizing(caller) || isSizing(callee)));
        boolean identified = caller.is(Dialect.Kind.ENVOY) && callee.is(Dialect.Kind.ENVOY);
        Vantage.Signal calls = first(metered, traced, logged);
        Vantage.Signal bytes = sized ? first(metered, traced, logged) : Vantage.Signal.NONE;
        boolean observed = metered && isReporting(callee);
        Vantage.Signal security =
                observed ? Vantage.Signal.METRICS : identified && traced ? Vantage.Signal.TRACES : Vantage.Signal.NONE;
        boolean callerTimed = traced ? caller.hasProxySpans() || caller.appSpans() : isReporting(caller);
        boolean calleeTimed =
                traced ? callee.hasProxySpans() || callee.appSpans() || callee.hasWaypoint() : isReporting(callee);
        return new Sight(
                metered || logged || traced,
                new Basis(calls, bytes, traced ? Vantage.Signal.TRACES : calls, security),
                !metered && traced,
                caller.spawnsUpstreamSpans(),
                metered,
                traced,
                callerTimed,
                calleeTimed,
                logged);
    }

    /** Of plain connections, which only Istio's proxies tell. */
    static Sight ofConnections(Scenario scenario) {
        boolean metered = scenario.signals().contains(Signal.METRICS);
        boolean logged = scenario.signals().contains(Signal.ACCESS_LOGS);
        if (!metered && !logged) {
            return NOTHING;
        }
        Vantage.Signal signal = first(metered, false, logged);
        Vantage.Signal security = metered ? Vantage.Signal.METRICS : Vantage.Signal.NONE;
        Basis basis = new Basis(Vantage.Signal.NONE, signal, Vantage.Signal.NONE, security);
        return new Sight(true, basis, true, false, false, false, false, false, logged);
    }

    /** Of what only applications' spans tell: operations of databases, messages. */
    static Sight ofApplications(Scenario scenario, boolean callerTimed, boolean calleeTimed) {
        if (!scenario.signals().contains(Signal.TRACES)) {
            return NOTHING;
        }
        Vantage.Signal traces = Vantage.Signal.TRACES;
        Basis basis = new Basis(traces, Vantage.Signal.NONE, traces, Vantage.Signal.NONE);
        return new Sight(true, basis, true, true, false, true, callerTimed, calleeTimed, false);
    }

    /** Of requests to hosts outside, which the caller's side alone tells. */
    static Sight ofHosts(Scenario scenario, ServiceSpec caller) {
        boolean reports = caller.mesh().isIstio() && caller.hasEnvoy();
        boolean metered = reports && scenario.signals().contains(Signal.METRICS);
        boolean logged = reports && scenario.signals().contains(Signal.ACCESS_LOGS);
        boolean traced = scenario.signals().contains(Signal.TRACES) && (caller.hasEnvoy() || caller.appSpans());
        Vantage.Signal calls = first(metered, traced, logged);
        Vantage.Signal bytes = metered || logged || caller.hasEnvoy() ? calls : Vantage.Signal.NONE;
        return new Sight(
                metered || logged || traced,
                new Basis(calls, bytes, traced ? Vantage.Signal.TRACES : calls, Vantage.Signal.NONE),
                !metered && traced,
                caller.spawnsUpstreamSpans(),
                metered,
                traced,
                true,
                false,
                logged);
    }

    /** Of requests from outside, of which a gateway's own spans tell. */
    static Sight ofArrivals(Scenario scenario, ServiceSpec gateway) {
        if (!scenario.signals().contains(Signal.TRACES)) {
            return NOTHING;
        }
        Vantage.Signal traces = Vantage.Signal.TRACES;
        boolean sized = gateway.hasEnvoy() || gateway.is(Dialect.Kind.TRAEFIK);
        Basis basis = new Basis(traces, sized ? traces : Vantage.Signal.NONE, traces, Vantage.Signal.NONE);
        return new Sight(true, basis, true, false, false, true, false, true, false);
    }

    /** Of what the counters of a callee tell of callers that they cannot name. */
    static Sight ofNobody(Scenario scenario, ServiceSpec callee) {
        if (!isReporting(callee) || !scenario.signals().contains(Signal.METRICS)) {
            return NOTHING;
        }
        Vantage.Signal metrics = Vantage.Signal.METRICS;
        return new Sight(
                true, new Basis(metrics, metrics, metrics, metrics), true, false, true, false, false, true, false);
    }

    /** Of callers by address, whom spans and logs of the callee tell. */
    static Sight ofStrangers(Scenario scenario, ServiceSpec callee) {
        boolean traced = scenario.signals().contains(Signal.TRACES);
        boolean logged = isReporting(callee) && scenario.signals().contains(Signal.ACCESS_LOGS);
        if (!traced && !logged) {
            return NOTHING;
        }
        Vantage.Signal calls = first(false, traced, logged);
        Vantage.Signal bytes = isSizing(callee) || logged ? calls : Vantage.Signal.NONE;
        return new Sight(
                true,
                new Basis(calls, bytes, calls, Vantage.Signal.NONE),
                true,
                false,
                false,
                traced,
                false,
                true,
                logged);
    }

    /** Whether only applications tell of it. */
    boolean isOfApplications() {
        return traced && basis.bytes() == Vantage.Signal.NONE && eachTold;
    }

    private static Vantage.Signal first(boolean metered, boolean traced, boolean logged) {
        if (metered) {
            return Vantage.Signal.METRICS;
        }
        return traced ? Vantage.Signal.TRACES : logged ? Vantage.Signal.LOGS : Vantage.Signal.NONE;
    }

    private static boolean isReporting(ServiceSpec service) {
        return service.is(Dialect.Kind.ISTIO)
                || service.hasWaypoint()
                || (service.gateway() && service.mesh().isIstio());
    }

    /** Spans of Envoy tell sizes. */
    private static boolean isSizing(ServiceSpec service) {
        return service.hasWaypoint() || service.hasEnvoy();
    }
}
