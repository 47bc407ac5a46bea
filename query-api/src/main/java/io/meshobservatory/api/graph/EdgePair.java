/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;

/** An edge as it is answered: without versions. */
record EdgePair(Node source, Node destination, String protocol) {
    static EdgePair of(Edge edge) {
        return new EdgePair(edge.source(), edge.destination(), edge.protocol());
    }
}
