/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.telemetry.Workload;
import org.jspecify.annotations.Nullable;

/**
 * As whom a name was given out in a window. Immutable.
 *
 * @param given whether the sums of the window were given out at all
 * @param owner as whom, null if under the name itself
 */
public record GivenName(boolean given, @Nullable Workload owner) {
    static final GivenName NOT_YET = new GivenName(false, null);
}
