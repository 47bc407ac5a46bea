/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.metrics.Carried;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.meshobservatory.cli.simulator.proxy.Reporter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What really happened on one edge, and what each signal carries of it. Not thread-safe. */
public final class EdgeTruth {
    private final SortedMap<String, Long> outcomes = new TreeMap<>();
    private final SortedMap<String, Long> flags = new TreeMap<>();
    private final SortedMap<String, Long> denials = new TreeMap<>();
    private final SortedMap<VersionPair, Counts> versions = new TreeMap<>();
    private final Map<Reporter, Told> metrics = new EnumMap<>(Reporter.class);
    private final Map<Reporter, Told> logs = new EnumMap<>(Reporter.class);
    private final Durations client = new Durations();
    private final Durations server = new Durations();
    private Counts counts = Counts.NONE;
    private long sampledCalls;
    private long contextLost;
    private long mutualTls;
    private long plainText;
    private long requestBytes;
    private long responseBytes;

    /**
     * Calls of an edge, or of two versions of it.
     *
     * @param calls all that spans tell of, if every trace is sampled
     * @param errors of these, the callee's failures: 5xx, no response, gRPC's failures, failed operations
     * @param rejected of these, answered with 4xx or its like
     * @param injected of these, ended by an injected fault
     * @param unseenAttempts attempts that no span tells of, as a sidecar has one span for all attempts and the callee has
     *     none for those that never reached it; they are not among the calls
     */
    public record Counts(long calls, long errors, long rejected, long injected, long unseenAttempts) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    calls + other.calls,
                    errors + other.errors,
                    rejected + other.rejected,
                    injected + other.injected,
                    unseenAttempts + other.unseenAttempts);
        }
    }

    /**
     * What the proxies of one side told by one signal.
     *
     * @param calls requests
     * @param errors of these, failures of the callee; in logs those of HTTP only, as Istio's formats have no gRPC status
     * @param connections TCP connections that were opened and closed
     * @param requestBytes bytes in the direction of the request; with headers in metrics, without them in logs
     * @param responseBytes bytes in the direction of the response, likewise
     */
    public record Told(long calls, long errors, long connections, long requestBytes, long responseBytes) {
        static final Told NOTHING = new Told(0, 0, 0, 0, 0);

        Told plus(Told other) {
            return new Told(
                    calls + other.calls,
                    errors + other.errors,
                    connections + other.connections,
                    requestBytes + other.requestBytes,
                    responseBytes + other.responseBytes);
        }
    }

    void add(SimulatedCall call) {
        if (!call.seen()) {
            counts = counts.plus(new Counts(0, 0, 0, 0, 1));
            return;
        }
        Counts one = switch (call.status().result()) {
            case OK -> new Counts(1, 0, 0, 0, 0);
            case FAILED -> new Counts(1, 1, 0, 0, 0);
            case REJECTED -> new Counts(1, 0, 1, 0, 0);
            case INJECTED -> new Counts(1, 0, 0, 1, 0);
        };
        counts = counts.plus(one);
        versions.merge(call.versions(), one, Counts::plus);
        outcomes.merge(call.status().outcome(), 1L, Long::sum);
        sampledCalls += call.sampled() ? 1 : 0;
        contextLost += call.contextLost() ? 1 : 0;
        Boolean secured = call.mutualTls();
        if (secured != null) {
            mutualTls += secured ? 1 : 0;
            plainText += secured ? 0 : 1;
        }
        requestBytes += Math.max(0, call.requestBytes());
        responseBytes += Math.max(0, call.responseBytes());
        if (!call.flags().isEmpty()) {
            flags.merge(call.flags(), 1L, Long::sum);
        }
        if (!call.status().denial().isEmpty()) {
            denials.merge(call.status().denial(), 1L, Long::sum);
        }
        if (call.clientNanos() >= 0) {
            client.add(call.clientNanos());
        }
        if (call.serverNanos() >= 0) {
            server.add(call.serverNanos());
        }
    }

    void addCarried(Carried carried) {
        ProxyReport example = carried.example();
        boolean tcp = example.isTcp();
        metrics.merge(
                example.reporter(),
                new Told(
                        tcp ? 0 : carried.count(),
                        !tcp && isFailure(example) ? carried.count() : 0,
                        tcp ? carried.count() : 0,
                        carried.requestBytes(),
                        carried.responseBytes()),
                Told::plus);
    }

    void addLogged(ProxyReport report) {
        boolean tcp = report.isTcp();
        logs.merge(
                report.reporter(),
                new Told(
                        tcp ? 0 : 1,
                        !tcp && isLoggedFailure(report) ? 1 : 0,
                        tcp ? 1 : 0,
                        report.answer().requestBytes(),
                        report.answer().responseBytes()),
                Told::plus);
    }

    /** Istio's formats have no gRPC status: only what failed before it is told. */
    private static boolean isLoggedFailure(ProxyReport report) {
        int code = report.answer().code();
        return (code == 0 || code >= 500) && !report.answer().flags().startsWith("FI");
    }

    private static boolean isFailure(ProxyReport report) {
        if (report.answer().flags().startsWith("FI")) {
            return false;
        }
        int grpc = report.answer().grpcStatus();
        if (grpc != ProxyReport.NO_GRPC) {
            return ReplyStatus.isGrpcFailure(grpc);
        }
        return report.answer().code() == 0 || report.answer().code() >= 500;
    }

    /** Calls by what became of them. */
    public Counts counts() {
        return counts;
    }

    /** Calls in traces that are sampled. */
    public long sampledCalls() {
        return sampledCalls;
    }

    /** Calls whose caller did not hand on the trace headers. */
    public long contextLost() {
        return contextLost;
    }

    /** Calls over connections with mutual TLS. */
    public long mutualTls() {
        return mutualTls;
    }

    /** Calls over connections without it; what no proxy can tell is in neither. */
    public long plainText() {
        return plainText;
    }

    /** Bytes of the requests' bodies, as far as spans tell them. */
    public long requestBytes() {
        return requestBytes;
    }

    /** Bytes of the responses' bodies, likewise. */
    public long responseBytes() {
        return responseBytes;
    }

    /** Calls by the class of their outcome. */
    public SortedMap<String, Long> outcomes() {
        return Collections.unmodifiableSortedMap(outcomes);
    }

    /** Calls by Envoy's response flags, comma-joined where there are several; those without are not among them. */
    public SortedMap<String, Long> flags() {
        return Collections.unmodifiableSortedMap(flags);
    }

    /** Refused calls by who refused them, and by which rule. */
    public SortedMap<String, Long> denials() {
        return Collections.unmodifiableSortedMap(denials);
    }

    /** Calls by the versions of both sides, as far as spans tell them. */
    public SortedMap<VersionPair, Counts> versions() {
        return Collections.unmodifiableSortedMap(versions);
    }

    /** What the points of metrics carry, by reporter: the increases between scrapes, without what restarts lost. */
    public Map<Reporter, Told> metrics() {
        return Collections.unmodifiableMap(metrics);
    }

    /** What access logs tell, by the side of the proxy. */
    public Map<Reporter, Told> logs() {
        return Collections.unmodifiableMap(logs);
    }

    /** How long calls took for their callers, as far as spans would tell. */
    public Durations client() {
        return client;
    }

    /** How long calls took for their callees, likewise. */
    public Durations server() {
        return server;
    }
}
