/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.PodNames;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a TCP connection of what a ztunnel line tells. ztunnel writes a line when a connection ends; what it calls sent
 * went out of its own side. Identities stand in a line only if the connection was mutual TLS. Stateless.
 */
final class ZtunnelEntries {
    private static final String OUTBOUND = "outbound";
    private static final String INBOUND = "inbound";
    private static final String UNIT = "ms";
    private static final long MAX_BYTES = 1_000_000_000_000_000L;

    private ZtunnelEntries() {}

    static Reading read(Fields fields, Emitter emitter, LogContext context) {
        String message = fields.get(Field.MESSAGE);
        if ("connection opened".equals(message)) {
            return new Reading.Skipped(PassedOver.CONNECTION_OPENED);
        }
        if (!"connection complete".equals(message) && !"connection failed".equals(message)) {
            return new Reading.Unreadable(UnparsedReason.UNKNOWN_MESSAGE);
        }
        String direction = fields.get(Field.DIRECTION);
        boolean outbound = OUTBOUND.equals(direction);
        if (!outbound && !INBOUND.equals(direction)) {
            return new Reading.Unreadable(UnparsedReason.UNKNOWN_SIDE);
        }
        String told = fields.get(Field.TIME);
        long end = told == null ? context.timeNanos() : Timestamps.parse(told, 0, told.length());
        if (end <= 0) {
            return new Reading.Unreadable(told == null ? UnparsedReason.NO_TIME : UnparsedReason.BAD_TIME);
        }
        if (isOutOfRange(fields.number(Field.BYTES_SENT))
                || isOutOfRange(fields.number(Field.BYTES_RECV))
                || !isDuration(fields.get(Field.DURATION))) {
            return new Reading.Unreadable(UnparsedReason.BAD_NUMBER);
        }
        String caller = workload(fields, Field.SRC_WORKLOAD);
        String callee = workload(fields, Field.DST_WORKLOAD);
        if (GatewayNames.isWaypoint(caller) || GatewayNames.isEastWest(caller) || GatewayNames.isWaypoint(callee)) {
            return new Reading.Skipped(PassedOver.INNER_HOP);
        }
        return told(fields, emitter, context.withTraceOf(fields), outbound, end);
    }

    private static Reading told(Fields fields, Emitter emitter, LogContext context, boolean outbound, long endNanos) {
        Node source = source(fields, emitter.cluster());
        Node destination = destination(fields, emitter.cluster());
        Call call = new Call(
                context.traceId(),
                context.spanId(),
                0,
                outbound ? Call.Evidence.CALLER_ONLY : Call.Evidence.CALLEE_ONLY,
                new Edge(source, Node.UNKNOWN_NAME, destination, Node.UNKNOWN_NAME, Call.CONNECTION_PROTOCOL),
                SampleWeight.ONE,
                endNanos,
                Call.UNKNOWN_NANOS,
                Call.UNKNOWN_NANOS,
                false,
                exchange(fields, outbound));
        return new Reading.Told(
                call,
                outbound ? Vantage.LOGS_SOURCE : Vantage.LOGS_DESTINATION,
                List.of(),
                aliases(fields, source, destination, outbound, endNanos / 1_000_000));
    }

    private static Exchange exchange(Fields fields, boolean outbound) {
        String error = fields.get(Field.ERROR);
        String source = ClientCertificates.whole(fields.get(Field.SRC_IDENTITY));
        String destination = ClientCertificates.whole(fields.get(Field.DST_IDENTITY));
        boolean mutual = !source.isEmpty() || !destination.isEmpty();
        ConnectionSecurity withoutIdentity = outbound ? ConnectionSecurity.UNKNOWN : ConnectionSecurity.PLAIN_TEXT;
        return new Exchange(
                error == null ? Outcome.UNSET : Outcome.FAILED_STATUS,
                "",
                fields.number(outbound ? Field.BYTES_SENT : Field.BYTES_RECV),
                fields.number(outbound ? Field.BYTES_RECV : Field.BYTES_SENT),
                "",
                error == null ? "" : Denials.ofZtunnel(error),
                mutual ? ConnectionSecurity.MUTUAL_TLS : withoutIdentity,
                source,
                destination);
    }

    private static Node source(Fields fields, String cluster) {
        String workload = workload(fields, Field.SRC_WORKLOAD);
        if (!workload.isEmpty()) {
            return Emitter.named(cluster, namespace(fields, Field.SRC_NAMESPACE), workload);
        }
        Node address = EnvoyEntries.byAddress(fields.get(Field.SRC_ADDR), cluster);
        return address != null ? address : Emitter.nobody(cluster);
    }

    /** The service that was asked for; else the workload that answered; else its address, inside the tunnel if there is one. */
    private static Node destination(Fields fields, String cluster) {
        Node nobody = Emitter.nobody(cluster);
        String service = told(fields, Field.DST_SERVICE);
        if (!service.isEmpty()) {
            Node node = Hosts.called(service, nobody);
            boolean gateway = node.kind() == NodeKind.SERVICE && GatewayNames.isGateway(node.namespace(), node.name());
            return gateway ? new Node(cluster, node.namespace(), node.name(), NodeKind.GATEWAY) : node;
        }
        String workload = workload(fields, Field.DST_WORKLOAD);
        if (!workload.isEmpty() && !GatewayNames.isWaypoint(workload)) {
            return Emitter.named(cluster, namespace(fields, Field.DST_NAMESPACE), workload);
        }
        String inner = fields.get(Field.DST_HBONE_ADDR);
        String address = inner != null ? inner : fields.get(Field.DST_ADDR);
        return address != null && EnvoyEntries.isAddress(address) ? Hosts.called(address, nobody) : nobody;
    }

    /** The service behind the address and the deployment of the callee; the address of a gateway that called. */
    private static List<Alias> aliases(
            Fields fields, Node source, Node destination, boolean outbound, long timeMillis) {
        List<Alias> aliases = new ArrayList<>(2);
        if (outbound && source.kind() == NodeKind.GATEWAY) {
            addAddress(fields.get(Field.SRC_ADDR), source, timeMillis, aliases);
        }
        String workload = workload(fields, Field.DST_WORKLOAD);
        boolean known = destination.kind() == NodeKind.SERVICE || destination.kind() == NodeKind.GATEWAY;
        if (known && !workload.isEmpty() && !GatewayNames.isWaypoint(workload)) {
            addAddress(fields.get(Field.DST_ADDR), destination, timeMillis, aliases);
            Node name = Emitter.named(destination.cluster(), destination.namespace(), workload);
            if (name.kind() == NodeKind.UNKNOWN) {
                aliases.add(new Alias(name, new Workload(destination, Node.UNKNOWN_NAME), timeMillis));
            }
        }
        return aliases;
    }

    private static void addAddress(@Nullable String address, Node node, long timeMillis, List<Alias> to) {
        Node name = EnvoyEntries.byAddress(address, node.cluster());
        if (name != null && name.kind() == NodeKind.UNKNOWN) {
            to.add(new Alias(name, new Workload(node, Node.UNKNOWN_NAME), timeMillis));
        }
    }

    private static String workload(Fields fields, Field field) {
        return PodNames.workload(told(fields, field));
    }

    private static String namespace(Fields fields, Field field) {
        String namespace = told(fields, field);
        return namespace.isEmpty() ? Node.UNKNOWN_NAME : namespace;
    }

    private static String told(Fields fields, Field field) {
        String value = fields.get(field);
        return value == null || value.equals(Node.UNKNOWN_NAME) ? "" : value;
    }

    private static boolean isOutOfRange(long number) {
        return number == Fields.NO_NUMBER || number > MAX_BYTES;
    }

    /** The duration is checked, though a connection's is no latency of a call. */
    private static boolean isDuration(@Nullable String text) {
        return text == null || (text.endsWith(UNIT) && Fields.wholeNumber(text, text.length() - UNIT.length()) >= 0);
    }
}
