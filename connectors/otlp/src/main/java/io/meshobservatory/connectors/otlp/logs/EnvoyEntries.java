/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.SampleWeight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a call of what an Envoy line tells, whatever its form. Stateless. */
final class EnvoyEntries {
    /** The route that Istio gives to requests which it does not let out of the mesh. */
    private static final String BLOCKING_ROUTE = "block_all";

    private static final long MAX_STATUS = 999;
    private static final long MAX_BYTES = 1_000_000_000_000_000L;
    private static final long MAX_DURATION_MILLIS = 366L * 24 * 3600 * 1000;
    private static final long MAX_START_NANOS = 7_258_118_400L * 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private EnvoyEntries() {}

    static Reading read(Fields fields, Emitter emitter, LogContext context) {
        UpstreamCluster upstream = upstream(fields, emitter);
        if (upstream == null) {
            return new Reading.Unreadable(UnparsedReason.UNKNOWN_SIDE);
        }
        if (upstream.role() == UpstreamCluster.Role.EAST_WEST) {
            return new Reading.Skipped(PassedOver.INNER_HOP);
        }
        String flags = EnvoyExchange.flags(fields.get(Field.RESPONSE_FLAGS));
        if (flags == null) {
            return new Reading.Unreadable(UnparsedReason.BAD_FLAGS);
        }
        if (isOutOfRange(fields, Field.RESPONSE_CODE, MAX_STATUS)
                || isOutOfRange(fields, Field.BYTES_RECEIVED, MAX_BYTES)
                || isOutOfRange(fields, Field.BYTES_SENT, MAX_BYTES)
                || isOutOfRange(fields, Field.DURATION, MAX_DURATION_MILLIS)) {
            return new Reading.Unreadable(UnparsedReason.BAD_NUMBER);
        }
        String told = fields.get(Field.START_TIME);
        long start = told == null ? context.timeNanos() : Timestamps.parse(told, 0, told.length());
        if (start <= 0 || start > MAX_START_NANOS) {
            return new Reading.Unreadable(told == null ? UnparsedReason.NO_TIME : UnparsedReason.BAD_TIME);
        }
        return told(fields, emitter, context.withTraceOf(fields), upstream, flags, start);
    }

    private static Reading told(
            Fields fields,
            Emitter emitter,
            LogContext context,
            UpstreamCluster upstream,
            String flags,
            long startNanos) {
        String protocol = EnvoyExchange.protocol(fields);
        EnvoyParties parties = EnvoyParties.of(fields, emitter, upstream);
        boolean caller = parties.vantage() == Vantage.LOGS_SOURCE;
        long millis = fields.number(Field.DURATION);
        boolean timed = millis != Fields.ABSENT && !protocol.equals(Call.CONNECTION_PROTOCOL);
        long latency = timed ? millis * NANOS_PER_MILLI : Call.UNKNOWN_NANOS;
        long end = startNanos + Math.max(0, millis) * NANOS_PER_MILLI;
        Call call = new Call(
                context.traceId(),
                context.spanId(),
                0,
                caller ? Call.Evidence.CALLER_ONLY : Call.Evidence.CALLEE_ONLY,
                new Edge(
                        parties.source(),
                        caller ? parties.version() : Node.UNKNOWN_NAME,
                        parties.destination(),
                        caller ? Node.UNKNOWN_NAME : parties.version(),
                        protocol),
                SampleWeight.ONE,
                end,
                caller ? latency : Call.UNKNOWN_NANOS,
                caller ? Call.UNKNOWN_NANOS : latency,
                false,
                EnvoyExchange.of(fields, protocol, flags, upstream.role()));
        long endMillis = end / NANOS_PER_MILLI;
        return new Reading.Told(
                call,
                parties.vantage(),
                facts(fields, parties, endMillis),
                parties.aliases(fields, emitter, endMillis));
    }

    /** Null where it is not told on which side of a call the proxy stood. */
    private static @Nullable UpstreamCluster upstream(Fields fields, Emitter emitter) {
        String cluster = fields.get(Field.UPSTREAM_CLUSTER);
        if (cluster != null) {
            UpstreamCluster told = UpstreamCluster.parse(cluster);
            return told.role() == UpstreamCluster.Role.CUSTOM ? null : told;
        }
        if (BLOCKING_ROUTE.equals(fields.get(Field.ROUTE_NAME))) {
            return UpstreamCluster.BLACK_HOLE;
        }
        // by such a server name only another sidecar asks; it may have asked an east-west gateway, though
        boolean asked = !UpstreamCluster.hostOfServerName(fields.get(Field.REQUESTED_SERVER_NAME))
                .isEmpty();
        Node self = emitter.node();
        return asked && self != null && !emitter.gateway() && !GatewayNames.isGateway(self.namespace(), self.name())
                ? UpstreamCluster.OWN_APPLICATION
                : null;
    }

    private static List<Fact> facts(Fields fields, EnvoyParties parties, long timeMillis) {
        String cause = TlsFailures.cause(fields.get(Field.UPSTREAM_TRANSPORT_FAILURE_REASON));
        if (cause == null) {
            cause = TlsFailures.cause(fields.get(Field.RESPONSE_CODE_DETAILS));
        }
        if (cause == null || parties.vantage() != Vantage.LOGS_SOURCE) {
            return List.of();
        }
        return List.of(new Fact(
                parties.source(), parties.destination(), FactKind.TLS_HANDSHAKE_FAILURES, cause, timeMillis, 1));
    }

    private static boolean isOutOfRange(Fields fields, Field field, long most) {
        long number = fields.number(field);
        return number == Fields.NO_NUMBER || number > most;
    }

    /** Whether text is the address of a workload: Envoy also tells names of its own, and paths of sockets. */
    static boolean isAddress(@Nullable String text) {
        return text != null && text.indexOf('/') < 0 && Hosts.address(text) != null;
    }

    /** The node that others make of the address of a workload; null for what is no such address. */
    static @Nullable Node byAddress(@Nullable String address, String cluster) {
        return address != null && isAddress(address) ? Hosts.calling(address, Emitter.nobody(cluster)) : null;
    }
}
