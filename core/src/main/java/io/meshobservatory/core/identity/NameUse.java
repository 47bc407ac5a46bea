/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a name that was let in was last seen, and the versions that were let in with it. Immutable.
 *
 * @param lastWindow the last ten-second window in which it was seen, as a number of windows since the epoch
 * @param versions the last window of each version
 */
public record NameUse(long lastWindow, Map<String, Long> versions) {
    public NameUse {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /** Never seen in any version. */
    static NameUse at(long window) {
        return new NameUse(window, Map.of());
    }

    /** The same, seen in a window too. */
    NameUse seen(long window) {
        return window <= lastWindow ? this : new NameUse(window, versions);
    }

    /** The same, with a version seen in a window too. */
    NameUse seen(String version, long window) {
        Long last = versions.get(version);
        if (last != null && last >= window) {
            return seen(window);
        }
        Map<String, Long> more = new TreeMap<>(versions);
        more.put(version, window);
        return new NameUse(Math.max(window, lastWindow), more);
    }
}
