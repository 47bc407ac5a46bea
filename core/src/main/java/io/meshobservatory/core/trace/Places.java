/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static io.meshobservatory.core.trace.TraceTree.NONE;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span;

/**
 * Where a service runs in several clusters or namespaces of one trace, an application that does not say in which of them it
 * runs takes the place of the proxy that handed it the request: a node of the same name. Stateless.
 */
final class Places {
    private Places() {}

    /**
     * Replaces the services of such applications.
     *
     * @param services the service of each span; equal ones are one object, before and after
     */
    static void adopt(Span[] spans, int[] parents, Node[] services) {
        int[] steps = new int[services.length];
        for (int i = 0; i < steps.length; i++) {
            Node service = services[i];
            int parent = parents[i];
            if (!service.isHalfTold()) {
                steps[i] = Ways.END;
            } else if (parent != NONE
                    && (services[parent].equals(service) || isHandedBy(spans[parent], services[parent], service))) {
                steps[i] = parent;
            } else {
                steps[i] = NONE;
            }
        }
        int[] places = Ways.ends(steps);
        Node[] told = services.clone();
        for (int i = 0; i < services.length; i++) {
            if (places[i] != NONE) {
                services[i] = told[places[i]];
            }
        }
    }

    private static boolean isHandedBy(Span above, Node proxy, Node application) {
        return above.origin().isProxy() && !above.kind().isCaller() && NodeUnifier.isFuller(proxy, application);
    }
}
