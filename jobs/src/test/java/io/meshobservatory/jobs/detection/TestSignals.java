/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals to test with: who, whom, when. */
public final class TestSignals {
    public static final long MINUTE = 60_000;
    public static final long START = 1_700_006_400_000L / MINUTE * MINUTE;

    private TestSignals() {}

    public static Node service(String cluster, String name) {
        return new Node(cluster, "shop", name, NodeKind.SERVICE);
    }

    public static Node database(String cluster, String name) {
        return new Node(cluster, "shop", name, NodeKind.DATABASE);
    }

    /** A signal of the given minute after the start. */
    public static Signal signal(
            SignalKind kind, long minute, Node source, @Nullable Node destination, double strength) {
        return signal(kind, minute, source, destination, strength, "");
    }

    public static Signal signal(
            SignalKind kind, long minute, Node source, @Nullable Node destination, double strength, String subject) {
        long start = START + minute * MINUTE;
        return new Signal(
                kind,
                start,
                start + MINUTE,
                source,
                destination,
                "http",
                strength,
                subject,
                List.of(Measure.of("calls", 42, 1, "calls/min")),
                List.of("0af7651916cd43dd8448eb211c80319c"));
    }
}
