/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.graph.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people have released: it is known and fine, and may be learned from. Immutable. */
@FunctionalInterface
public interface Releases {
    /** Before all time. */
    long NEVER = Long.MIN_VALUE;

    /** Nothing was released. */
    Releases NONE = (kinds, source, destination) -> NEVER;

    /**
     * When it was last said, milliseconds since the epoch, {@link #NEVER} if it was not.
     *
     * @param kinds of the alerts that rest on what was noticed
     * @param source who did it
     * @param destination to whom; null where it is about the source alone
     */
    long latestMillis(Set<AlertKind> kinds, Node source, @Nullable Node destination);
}
