/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Overflow;

/**
 * A name that was not let into the graph in a window. Immutable.
 *
 * @param windowStartMillis start of the ten-second window, milliseconds since the epoch
 * @param node the node
 * @param version which of its versions, cut to 63 bytes; {@link #ALL} if the node itself was refused
 */
public record RefusedName(long windowStartMillis, Node node, String version) {
    /** Stands for the node in whatever version; it is no version that could be refused. */
    static final String ALL = Overflow.NAME;

    public RefusedName {
        requireNonNull(node, "node");
        version = Names.limit(requireNonNull(version, "version"), Names.MAX_LABEL_BYTES);
    }
}
