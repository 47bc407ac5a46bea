/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.WindowSize;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets each alias pass once a minute, under the time at which the minute began: every line tells the address of its
 * emitter, and which of them come first depends on how the work is spread. What passes does not, so that the same logs give
 * the same names. Not thread-safe.
 */
final class AliasesOfMinutes {
    private static final int MAX_REMEMBERED = 50_000;

    private final Set<Told> told = new HashSet<>();

    /** The alias as it is told on, null if it was told for that minute already. */
    @Nullable
    Alias once(Alias alias) {
        if (told.size() >= MAX_REMEMBERED) {
            told.clear();
        }
        long minute = WindowSize.ONE_MINUTE.startMillis(alias.timeMillis());
        return told.add(new Told(alias.name(), alias.workload(), minute))
                ? new Alias(alias.name(), alias.workload(), minute)
                : null;
    }

    private record Told(Node name, Workload workload, long minuteStartMillis) {}
}
