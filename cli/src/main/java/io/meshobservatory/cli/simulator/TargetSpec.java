/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import java.util.List;

/** What services call besides services. None of these sends telemetry: their callers describe them. */
public sealed interface TargetSpec {
    /** Its name, unique in the scenario. */
    String name();

    /**
     * A database, seen by the client spans of applications.
     *
     * @param namespace the Kubernetes namespace that it runs in
     * @param system {@code db.system.name}, such as postgresql
     * @param port its port
     * @param database {@code db.namespace}
     * @param latency how long an operation takes
     * @param errorRate ratio in [0, 1] of operations that fail
     */
    record Database(
            String name, String namespace, String system, int port, String database, Latency latency, double errorRate)
            implements TargetSpec {
        String host() {
            return name + "." + namespace + ".svc.cluster.local";
        }

        /** The same with other failures, and so much slower. */
        public Database failing(double rate, double slower) {
            Latency slow = new Latency(latency.p50Millis() * slower, latency.p99Millis() * slower);
            return new Database(name, namespace, system, port, database, slow, rate);
        }

        /** How the graph names it; it is of the cluster of its callers. */
        public SimulatedNode node(String cluster) {
            return new SimulatedNode(cluster, namespace, name, SimulatedNode.Kind.DATABASE);
        }
    }

    /**
     * A topic or queue of a message broker.
     *
     * @param system {@code messaging.system}, such as kafka
     * @param broker host of the broker
     * @param port its port
     * @param latency how long it takes to publish
     * @param lag from the end of publishing to the begin of processing
     * @param delivery how a consumer's trace belongs to the producer's
     * @param consumers who processes each message
     */
    record Topic(
            String name,
            String system,
            String broker,
            int port,
            Latency latency,
            Latency lag,
            Delivery delivery,
            List<Consumer> consumers)
            implements TargetSpec {
        public Topic {
            consumers = List.copyOf(consumers);
        }

        /** How the graph names it; it is of the cluster of its producers and consumers. */
        public SimulatedNode node(String cluster) {
            return new SimulatedNode(cluster, SimulatedNode.NONE, name, SimulatedNode.Kind.MESSAGING);
        }
    }

    /** How the span of a consumer belongs to that of the producer. */
    enum Delivery {
        /** It stands below it, in the same trace. */
        CHILD,
        /** It begins a trace, with a link to it. */
        LINK,
        /** The same, and it does not tell of which topic the message was. */
        LINK_ONLY
    }

    /**
     * One consumer group of a topic.
     *
     * @param service the service that consumes
     * @param group the group's name
     * @param calls what processing a message makes it call, in order
     */
    record Consumer(String service, String group, List<CallSpec> calls) {
        public Consumer {
            calls = List.copyOf(calls);
        }
    }

    /**
     * A host outside the mesh, reached through the sidecar, which originates TLS.
     *
     * @param name its host name, with a dot
     * @param port its port
     * @param passthrough whether the mesh's registry does not know it; else there is a ServiceEntry for it
     * @param latency how long it takes to answer
     * @param errors how often it does not
     * @param timeoutMillis after how long callers give up
     */
    record External(String name, int port, boolean passthrough, Latency latency, ErrorRates errors, long timeoutMillis)
            implements TargetSpec {}
}
