/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals and matches to tell stories of. */
final class StorySignals {
    static final long MINUTE = 60_000;
    static final long START = 1_700_006_400_000L / MINUTE * MINUTE;
    static final String CLUSTER = "c1";

    private StorySignals() {}

    static Node service(String name) {
        return new Node(CLUSTER, "shop", name, NodeKind.SERVICE);
    }

    /** When a minute after the start has settled. */
    static long due(long minute) {
        return START + (minute + 1) * MINUTE + 15_000 - 1;
    }

    static Signal signal(SignalKind kind, long minute, Node source, @Nullable Node destination) {
        long start = START + minute * MINUTE;
        return new Signal(
                kind,
                start,
                start + MINUTE,
                source,
                destination,
                "http",
                0.99,
                "",
                List.of(Measure.of("request_bytes", 4.12e8, 9.1e6, "bytes")),
                List.of("0af7651916cd43dd8448eb211c80319c"));
    }

    static Signal edge(long minute, String source, String destination) {
        return signal(SignalKind.NEW_EDGE, minute, service(source), service(destination));
    }

    static PatternMatch match(AlertKind kind, Signal... signals) {
        return new PatternMatch(kind, "test", List.of(signals), 1);
    }
}
