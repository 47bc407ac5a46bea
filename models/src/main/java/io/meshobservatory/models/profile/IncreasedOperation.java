/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.util.Map;

/** Which operation of an edge is asked for more than usual, and beside what. Stateless. */
final class IncreasedOperation {
    private IncreasedOperation() {}

    /** The operation whose calls grew most beyond what the others grew; empty where none is told. */
    static String of(OutboundCase edge) {
        String most = "";
        double increase = 0;
        for (Map.Entry<String, Long> operation : edge.edge.operations().entrySet()) {
            double more = operation.getValue() - edge.memory.operations.usual(operation.getKey());
            if (more > increase && !operation.getKey().equals(EdgeMinute.OTHER_OPERATIONS)) {
                increase = more;
                most = operation.getKey();
            }
        }
        return most;
    }

    /** How much more than usual the other operations of the edge were asked for, or the node itself; at least 1. */
    static double busier(OutboundCase edge, String operation) {
        double usual = 0;
        double now = 0;
        for (Map.Entry<String, Long> other : edge.edge.operations().entrySet()) {
            if (!other.getKey().equals(operation)) {
                usual += edge.memory.operations.usual(other.getKey());
                now += other.getValue();
            }
        }
        double usualLoad = edge.at.usualCallsIn();
        double byLoad = usualLoad >= 1 ? edge.at.load().calls() / usualLoad : 1;
        return Math.max(Math.max(1, byLoad), usual < 1 ? 1 : now / usual);
    }

    /** How long the slowest twentieth of the calls usually last at least, milliseconds; NaN while not known. */
    static double usualLatency(OutboundCase edge) {
        return edge.memory.latency.count() == 0 ? Double.NaN : StrictMath.expm1(edge.memory.latency.location());
    }
}
