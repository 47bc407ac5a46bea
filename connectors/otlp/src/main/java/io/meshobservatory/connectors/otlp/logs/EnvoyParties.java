/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who talked to whom, as an Envoy line tells it. The proxy's own side is its emitter, or where nothing names that its
 * address; the other side is named by the upstream cluster or by its address. Immutable.
 *
 * @param vantage on which side the proxy stood
 * @param source the caller
 * @param destination the callee
 * @param version the version of the proxy's own side
 */
record EnvoyParties(Vantage vantage, Node source, Node destination, String version) {
    static EnvoyParties of(Fields fields, Emitter emitter, UpstreamCluster upstream) {
        return switch (upstream.role()) {
            case OUTBOUND -> {
                Node source = source(fields, emitter);
                Node destination = upstream.host().isEmpty()
                        ? Emitter.nobody(emitter.cluster())
                        : service(Hosts.called(upstream.host(), source));
                yield new EnvoyParties(Vantage.LOGS_SOURCE, source, destination, emitter.version());
            }
            case UNROUTED -> {
                Node source = source(fields, emitter);
                Node destination = unrouted(fields, source, upstream.host());
                yield new EnvoyParties(Vantage.LOGS_SOURCE, source, destination, emitter.version());
            }
            case INBOUND -> {
                Node destination = destination(fields, emitter, upstream);
                yield new EnvoyParties(
                        Vantage.LOGS_DESTINATION, caller(fields, emitter), destination, emitter.version());
            }
            case WAYPOINT -> {
                Node self = Emitter.nobody(emitter.cluster());
                Node destination = upstream.host().isEmpty() ? self : service(Hosts.called(upstream.host(), self));
                yield new EnvoyParties(Vantage.LOGS_WAYPOINT, caller(fields, emitter), destination, Node.UNKNOWN_NAME);
            }
            case EAST_WEST, CUSTOM ->
                throw new IllegalArgumentException(
                        "upstream: " + upstream + " (expected: one that tells a side of a call)");
        };
    }

    /**
     * Other names of the proxy's own workload: its address, and the name of its deployment. A waypoint's own workload is
     * no party to the call.
     */
    List<Alias> aliases(Fields fields, Emitter emitter, long timeMillis) {
        Node self = vantage == Vantage.LOGS_SOURCE ? source : destination;
        if (vantage == Vantage.LOGS_WAYPOINT || (self.kind() != NodeKind.SERVICE && self.kind() != NodeKind.GATEWAY)) {
            return List.of();
        }
        Workload workload = new Workload(self, version);
        List<Alias> aliases = new ArrayList<>(2);
        Field own = vantage == Vantage.LOGS_SOURCE ? Field.UPSTREAM_LOCAL_ADDRESS : Field.DOWNSTREAM_LOCAL_ADDRESS;
        Node address = EnvoyEntries.byAddress(fields.get(own), emitter.cluster());
        if (address != null && address.kind() == NodeKind.UNKNOWN) {
            aliases.add(new Alias(address, workload, timeMillis));
        }
        if (!emitter.workload().isEmpty()) {
            Node name = Emitter.named(emitter.cluster(), emitter.namespace(), emitter.workload());
            if (name.kind() == NodeKind.UNKNOWN) {
                aliases.add(new Alias(name, workload, timeMillis));
            }
        }
        return aliases;
    }

    /**
     * The caller whose proxy this is. Where nothing names it, it is known by the address from which the proxy went on; if
     * it did not, by the address from which the request came, unless the proxy may be a gateway, whose callers have other
     * addresses. A gateway always writes {@code x-forwarded-for}.
     */
    private static Node source(Fields fields, Emitter emitter) {
        Node node = emitter.node();
        if (node == null) {
            node = EnvoyEntries.byAddress(fields.get(Field.UPSTREAM_LOCAL_ADDRESS), emitter.cluster());
        }
        boolean sidecar = fields.has(Field.METHOD) && fields.isToldMissing(Field.X_FORWARDED_FOR);
        if (node == null && sidecar) {
            node = EnvoyEntries.byAddress(fields.get(Field.DOWNSTREAM_REMOTE_ADDRESS), emitter.cluster());
        }
        return node != null ? node : Emitter.nobody(emitter.cluster());
    }

    /** The callee whose proxy this is: a service whose name the line tells is better than a mere deployment or address. */
    private static Node destination(Fields fields, Emitter emitter, UpstreamCluster upstream) {
        Node self = emitter.node();
        if (self != null && self.kind() != NodeKind.UNKNOWN) {
            return self;
        }
        Node service = Hosts.kubernetesService(upstream.host(), emitter.cluster());
        if (service == null) {
            String host = UpstreamCluster.hostOfServerName(fields.get(Field.REQUESTED_SERVER_NAME));
            service = Hosts.kubernetesService(host, emitter.cluster());
        }
        if (service != null) {
            return service(service);
        }
        if (self == null) {
            self = EnvoyEntries.byAddress(fields.get(Field.DOWNSTREAM_LOCAL_ADDRESS), emitter.cluster());
        }
        return self != null ? self : Emitter.nobody(emitter.cluster());
    }

    private static Node caller(Fields fields, Emitter emitter) {
        Node caller = EnvoyEntries.byAddress(fields.get(Field.DOWNSTREAM_REMOTE_ADDRESS), emitter.cluster());
        return caller != null ? caller : Emitter.nobody(emitter.cluster());
    }

    /** A host that the mesh does not know, by the name that was asked for; an address inside the network stays unknown. */
    private static Node unrouted(Fields fields, Node source, String cluster) {
        String name = firstTold(fields, Field.AUTHORITY, Field.REQUESTED_SERVER_NAME);
        if (name != null && !EnvoyEntries.isAddress(name)) {
            return Node.external(Hosts.withoutPort(name.toLowerCase(Locale.ROOT)));
        }
        for (Field field : List.of(Field.AUTHORITY, Field.UPSTREAM_HOST, Field.DOWNSTREAM_LOCAL_ADDRESS)) {
            String address = fields.get(field);
            if (address != null && EnvoyEntries.isAddress(address)) {
                return Hosts.called(address, source);
            }
        }
        return Node.external(cluster);
    }

    private static @Nullable String firstTold(Fields fields, Field first, Field second) {
        String value = fields.get(first);
        return value != null ? value : fields.get(second);
    }

    /** A service in front of a gateway is the gateway. */
    private static Node service(Node node) {
        return node.kind() == NodeKind.SERVICE && GatewayNames.isGateway(node.namespace(), node.name())
                ? new Node(node.cluster(), node.namespace(), node.name(), NodeKind.GATEWAY)
                : node;
    }
}
