/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.incident;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.Alteration;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.util.List;

/**
 * What an attack or fault does. Immutable.
 *
 * @param whole the scenario with everything that it adds, such as a host that nobody asked before
 * @param alterations what is otherwise for a while
 * @param streams what comes on top
 * @param label the truth about it
 */
public record Incident(Scenario whole, List<Alteration> alterations, List<Stream> streams, Label label) {
    public Incident {
        requireNonNull(whole, "whole");
        alterations = List.copyOf(alterations);
        streams = List.copyOf(streams);
        requireNonNull(label, "label");
    }
}
