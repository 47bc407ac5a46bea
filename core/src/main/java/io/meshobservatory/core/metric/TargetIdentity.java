/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.telemetry.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Whose proxy a target is. Immutable.
 *
 * @param evidence on what that rests
 * @param workload the workload; null exactly where the evidence is {@link Evidence#NONE} or {@link Evidence#SHARED}
 */
public record TargetIdentity(Evidence evidence, @Nullable Workload workload) {
    /** Nothing tells. */
    public static final TargetIdentity UNKNOWN = new TargetIdentity(Evidence.NONE, null);

    /** It speaks for several workloads, as a node's ztunnel does. */
    public static final TargetIdentity OF_MANY = new TargetIdentity(Evidence.SHARED, null);

    /** On what it rests, weakest first. The constants may only be appended: states hold their ordinals. */
    public enum Evidence {
        /** Nothing tells. */
        NONE,
        /** Attributes of the resource. */
        RESOURCE,
        /** Labels by which the proxy's own series name their reporter. */
        LABELS,
        /** The series speak for several workloads. */
        SHARED
    }

    public TargetIdentity {
        requireNonNull(evidence, "evidence");
    }

    /** A workload that the attributes of the resource name. */
    public static TargetIdentity ofResource(Workload workload) {
        return new TargetIdentity(Evidence.RESOURCE, workload);
    }

    /** A workload that the target's own series name. */
    public static TargetIdentity ofLabels(Workload workload) {
        return new TargetIdentity(Evidence.LABELS, workload);
    }

    /** What is known after a later request told something: the stronger evidence, of equal ones the later. */
    public TargetIdentity then(TargetIdentity later) {
        return later.evidence.compareTo(evidence) >= 0 ? later : this;
    }
}
