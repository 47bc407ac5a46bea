/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, and all spans that tell of it, from the caller's application to the callee's. A request that is
 * sent again by a proxy has several branches.
 */
final class Hop {
    /** Who really called. */
    final Node source;

    /** Who was really called. */
    final Node destination;

    /** Spans of the calling side, the outermost first; none where nobody of that side tells. */
    final List<Told> callers = new ArrayList<>();

    /** Spans of the called side, the one nearest to the wire first, for each time that the request arrived. */
    final List<List<Told>> branches = new ArrayList<>();

    /** A server span of the calling side that stands directly above the called side's: no client span between them. */
    @Nullable
    Told above;

    /** Whether it is known that the request arrives exactly once. */
    boolean once;

    /** What was published, where a link or a parent leads there. */
    @Nullable
    Told produced;

    Hop(Node source, Node destination) {
        this.source = source;
        this.destination = destination;
    }

    /** How many requests really arrived, or were lost on their way. */
    int requests() {
        return Math.max(1, branches.size());
    }
}
