/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.ReplyStatus;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.telemetry.Denial;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What goes over one edge in one minute, until it is a row. Not thread-safe. */
final class RowSum {
    private static final long REQUEST_HEADER_BYTES = 450;
    private static final long RESPONSE_HEADER_BYTES = 240;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Sight sight;
    private final String destinationPrincipal;
    private final long wayNanos;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Long> flags = new TreeMap<>();
    private final Map<String, Long> denials = new TreeMap<>();
    private final Map<String, Long> operations = new TreeMap<>();
    private final LatencyHistogram client = new LatencyHistogram();
    private final LatencyHistogram server = new LatencyHistogram();
    private long clientNanos;
    private long serverNanos;
    private long calls;
    private long requestBytes;
    private long responseBytes;
    private long connections;
    private long secured;
    private long plain;
    private String sourcePrincipal = "";

    /**
     * An empty sum.
     *
     * @param wayNanos how much longer a call takes for the caller
     */
    RowSum(Sight sight, String destinationPrincipal, long wayNanos) {
        this.sight = sight;
        this.destinationPrincipal = destinationPrincipal;
        this.wayNanos = wayNanos;
    }

    void add(Batch batch, SeededRandom random) {
        calls += batch.calls();
        outcomes.merge(outcome(batch), batch.calls(), Long::sum);
        addFlags(batch);
        addDenial(batch);
        if (!batch.operation().isEmpty() && (sight.traced() || sight.logged())) {
            operations.merge(batch.operation(), batch.calls(), Long::sum);
        }
        requestBytes += batch.requestBytes() + (sight.headers() ? batch.calls() * REQUEST_HEADER_BYTES : 0);
        responseBytes += batch.responseBytes() + (sight.headers() ? batch.calls() * RESPONSE_HEADER_BYTES : 0);
        addSecurity(batch);
        if (sight.callerTimed()) {
            clientNanos += batch.latency().addTo(client, batch.calls(), batch.arrived() ? wayNanos : 0, random);
        }
        if (sight.calleeTimed() && batch.arrived()) {
            serverNanos += batch.latency().addTo(server, batch.calls(), 0, random);
        }
    }

    /** Adds connections that were opened and closed. */
    void addConnections(Batch batch) {
        connections += batch.calls();
        requestBytes += batch.requestBytes();
        responseBytes += batch.responseBytes();
        addFlags(batch);
        addSecurity(batch);
    }

    /** Adds what the callee's proxy saw of attempts that are not counted. */
    void addObserved(long underMutualTls, long all) {
        secured += underMutualTls;
        plain += all - underMutualTls;
    }

    private void addSecurity(Batch batch) {
        secured += batch.secured();
        plain += batch.plain();
        if (batch.secured() > 0 && batch.sourcePrincipal().compareTo(sourcePrincipal) > 0) {
            sourcePrincipal = batch.sourcePrincipal();
        }
    }

    private void addFlags(Batch batch) {
        if (!batch.flags().equals("-")) {
            for (String flag : batch.flags().split(",", -1)) {
                flags.merge(flag, batch.calls(), Long::sum);
            }
        }
    }

    /** Access logs tell the rule that refused, spans by flags and gRPC's message who did; else the status tells what it can. */
    private void addDenial(Batch batch) {
        ReplyStatus status = batch.status();
        String denial = status.denial();
        boolean flagged = denial.equals("ext_authz") || denial.equals("rate_limit");
        boolean told = !denial.isEmpty() && (sight.logged() || (sight.traced() && flagged));
        if (!told) {
            boolean rbac = sight.traced() && status.isRbacOverGrpc();
            denial = rbac
                    ? "rbac"
                    : status.isGrpc()
                            ? Denial.ofGrpcStatus(Integer.toString(status.grpcStatus()))
                            : Denial.ofHttpStatus(status.httpStatus());
        }
        if (!denial.isEmpty()) {
            denials.merge(denial, batch.calls(), Long::sum);
        }
    }

    private Outcome outcome(Batch batch) {
        return switch (batch.status().outcome()) {
            case "ok" -> Outcome.OK;
            case "fault_injected" -> Outcome.FAULT_INJECTED;
            case "rejected_grpc" -> Outcome.REJECTED_GRPC;
            case "rejected_http_4xx" -> Outcome.REJECTED_HTTP_4XX;
            case "failed_grpc" -> Outcome.FAILED_GRPC;
            case "failed_no_response" -> Outcome.FAILED_NO_RESPONSE;
            default -> sight.isOfApplications() ? Outcome.FAILED_STATUS : Outcome.FAILED_HTTP_5XX;
        };
    }

    /**
     * The row; null if nothing was seen.
     *
     * @param trace the id of an example
     */
    @Nullable
    EdgeRow row(long windowStartMillis, Edge edge, String trace) {
        if (!sight.visible() || (calls == 0 && connections == 0)) {
            return null;
        }
        boolean sized = sight.basis().bytes() != Vantage.Signal.NONE;
        boolean observed = sight.basis().security() != Vantage.Signal.NONE;
        OutcomeCounts counts = counts();
        Traffic traffic = new Traffic(
                calls,
                counts,
                flags,
                denials,
                operations,
                sized ? requestBytes : 0,
                sized ? responseBytes : 0,
                connections,
                connections);
        boolean known = observed && secured > 0;
        Security security = new Security(
                observed ? secured : 0,
                observed ? plain : 0,
                observed ? 0 : calls + connections,
                known && !sourcePrincipal.isEmpty() ? sourcePrincipal : null,
                known && !destinationPrincipal.isEmpty() ? destinationPrincipal : null);
        return new EdgeRow(
                WindowSize.ONE_MINUTE,
                windowStartMillis,
                edge,
                traffic,
                security,
                coverage(),
                sight.basis(),
                summary(client, clientNanos),
                summary(server, serverNanos),
                windowStartMillis,
                windowStartMillis + WindowSize.ONE_MINUTE.millis() - 1,
                sight.traced() ? trace : null,
                sight.traced() && counts.errors() > 0 ? trace : null);
    }

    private OutcomeCounts counts() {
        return new OutcomeCounts(
                count(Outcome.FAILED_HTTP_5XX),
                count(Outcome.FAILED_GRPC),
                count(Outcome.FAILED_NO_RESPONSE),
                count(Outcome.FAILED_STATUS),
                count(Outcome.REJECTED_HTTP_4XX),
                count(Outcome.REJECTED_GRPC),
                count(Outcome.FAULT_INJECTED));
    }

    private long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    private Coverage coverage() {
        if (!sight.traced()) {
            return Coverage.NONE;
        }
        long both = sight.callerTimed() && sight.calleeTimed() ? calls : 0;
        long caller = sight.callerTimed() && !sight.calleeTimed() ? calls : 0;
        return new Coverage(calls, both, caller, calls - both - caller, 0, 0);
    }

    private static @Nullable LatencySummary summary(LatencyHistogram histogram, long sumNanos) {
        long measured = histogram.count();
        if (measured == 0) {
            return null;
        }
        return new LatencySummary(
                measured,
                sumNanos / NANOS_PER_MILLI / measured,
                histogram.quantileMillis(0.5),
                histogram.quantileMillis(0.95),
                histogram.quantileMillis(0.99),
                histogram.encode());
    }
}
