/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.label;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened: an attack, a fault, or background that is there all the time. Immutable.
 *
 * @param id unique in a simulation
 * @param category what it is
 * @param kind which attack or fault, such as {@code EXFILTRATION}
 * @param variant how it is done, such as {@code drip}; empty where there is one way only
 * @param strength {@code crude}, {@code medium} or {@code careful} of attacks, else empty
 * @param start when it begins
 * @param end when it is over, exclusive
 * @param description one sentence
 * @param resources who takes part
 * @param steps what it consists of, by time
 */
public record Label(
        String id,
        Category category,
        String kind,
        String variant,
        String strength,
        Instant start,
        Instant end,
        String description,
        List<Resource> resources,
        List<Step> steps) {
    public Label {
        requireNonNull(id, "id");
        requireNonNull(category, "category");
        requireNonNull(kind, "kind");
        requireNonNull(variant, "variant");
        requireNonNull(strength, "strength");
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        requireNonNull(description, "description");
        resources = List.copyOf(resources);
        steps = List.copyOf(steps);
    }

    public enum Category {
        /** Must be found. */
        ATTACK,
        /** Must not be taken for an attack. */
        FAULT,
        /** Likewise, and there all the time. */
        BACKGROUND
    }

    /** What somebody does in it. The names in lower case are part of the form of the labels. */
    public enum Role {
        /** Acts: the workload that the attacker has, or that a fault begins at. */
        ACTOR,
        /** Suffers it. */
        VICTIM,
        /** Passes it on: a relay, a gateway. */
        INTERMEDIARY,
        /** Where data or calls go to outside. */
        SINK
    }

    /**
     * Somebody who takes part.
     *
     * @param node as the service graph should name it
     * @param role what it does
     */
    public record Resource(SimulatedNode node, Role role) {
        /** {@code cluster/namespace/name}, as alerts name it. */
        public String name() {
            return Label.name(node);
        }
    }

    /**
     * A part of it that one edge shows.
     *
     * @param name what it is, such as {@code hop-2} or {@code upload}; several steps may have the same
     * @param source who calls
     * @param destination who is called
     * @param protocol the protocol of the edge
     * @param start when it begins
     * @param end when it is over, exclusive
     */
    public record Step(
            String name,
            SimulatedNode source,
            SimulatedNode destination,
            String protocol,
            Instant start,
            Instant end) {}

    /** A node in the form {@code cluster/namespace/name}. */
    public static String name(SimulatedNode node) {
        return node.cluster() + "/" + node.namespace() + "/" + node.name();
    }
}
