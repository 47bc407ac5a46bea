/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;

/**
 * The sum of some changes to one edge in one ten-second window, on its way to the windows. Immutable.
 *
 * @param edge the edge
 * @param windowStartMillis start of the window, milliseconds since the epoch, a multiple of ten seconds
 * @param vantage from where it was seen
 * @param packed what was seen, or withdrawn
 */
public record EdgeDelta(Edge edge, long windowStartMillis, Vantage vantage, PackedStats packed) {
    public EdgeDelta {
        requireNonNull(edge, "edge");
        requireNonNull(vantage, "vantage");
        requireNonNull(packed, "packed");
    }

    /** A sum of what statistics hold now. */
    public EdgeDelta(Edge edge, long windowStartMillis, Vantage vantage, EdgeStats changes) {
        this(edge, windowStartMillis, vantage, PackedStats.of(changes));
    }

    /** What was seen, or withdrawn, as an object of its own. */
    public EdgeStats changes() {
        return packed.unpack();
    }

    /** The last millisecond of the window. */
    public long windowLastMillis() {
        return windowStartMillis + WindowSize.TEN_SECONDS.millis() - 1;
    }
}
