/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of telemetry that a simulated mesh can send. */
public enum Signal {
    TRACES,
    METRICS,
    ACCESS_LOGS;

    /** Its name in scenarios and options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The signal of a name; empty if there is none. */
    public static Optional<Signal> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(signal -> signal.label().equals(label))
                .findFirst();
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Signal::label).toList();
    }
}
