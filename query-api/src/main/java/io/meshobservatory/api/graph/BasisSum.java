/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.window.Basis;
import java.util.EnumSet;
import java.util.Set;

/** On which telemetry the figures of several windows rest. Not thread-safe. */
final class BasisSum {
    private final Set<Signal> calls = EnumSet.noneOf(Signal.class);
    private final Set<Signal> bytes = EnumSet.noneOf(Signal.class);
    private final Set<Signal> latency = EnumSet.noneOf(Signal.class);
    private final Set<Signal> security = EnumSet.noneOf(Signal.class);

    void add(Basis basis) {
        calls.add(basis.calls());
        bytes.add(basis.bytes());
        latency.add(basis.latency());
        security.add(basis.security());
    }

    void add(BasisSum other) {
        calls.addAll(other.calls);
        bytes.addAll(other.bytes);
        latency.addAll(other.latency);
        security.addAll(other.security);
    }

    BasisView view() {
        return new BasisView(word(calls), word(bytes), word(latency), word(security));
    }

    /** Windows in which nothing tells a figure do not take part in it. */
    private static String word(Set<Signal> signals) {
        Set<Signal> telling = EnumSet.noneOf(Signal.class);
        telling.addAll(signals);
        telling.remove(Signal.NONE);
        return switch (telling.size()) {
            case 0 -> Signal.NONE.name();
            case 1 -> telling.iterator().next().name();
            default -> "mixed";
        };
    }
}
