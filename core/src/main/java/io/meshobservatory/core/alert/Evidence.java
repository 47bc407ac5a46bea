/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was seen and speaks for the alert. Immutable.
 *
 * @param startMillis the beginning of the window in which it was seen, milliseconds since the epoch
 * @param endMillis the first millisecond after it
 * @param source who did it; for what is done to a service by many, that service itself
 * @param destination to whom, null where it is about the source alone
 * @param protocol of the edge, {@link Node#UNKNOWN_NAME} where it is about no single one
 * @param summary one sentence for people
 * @param measures figures, the weightiest first
 * @param traceIds examples, in hexadecimal; perhaps none
 */
public record Evidence(
        long startMillis,
        long endMillis,
        Node source,
        @Nullable Node destination,
        String protocol,
        String summary,
        List<Measure> measures,
        List<String> traceIds) {
    public Evidence {
        requireNonNull(source, "source");
        requireNonNull(protocol, "protocol");
        requireNonNull(summary, "summary");
        measures = List.copyOf(measures);
        traceIds = List.copyOf(traceIds);
    }
}
