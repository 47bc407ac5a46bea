/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.AlertStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are wanted; null stands for any. Immutable.
 *
 * @param sinceMillis those that were seen after this time, milliseconds since the epoch
 * @param untilMillis those that began before this time
 * @param kind what they are about
 * @param statuses where they stand; empty for any
 * @param resource a node that they are about, as cluster/namespace/name
 * @param cluster a cluster of such a node
 */
public record AlertFilter(
        @Nullable Long sinceMillis,
        @Nullable Long untilMillis,
        @Nullable AlertKind kind,
        Set<AlertStatus> statuses,
        @Nullable String resource,
        @Nullable String cluster) {
    public AlertFilter {
        statuses = Set.copyOf(statuses);
    }
}
