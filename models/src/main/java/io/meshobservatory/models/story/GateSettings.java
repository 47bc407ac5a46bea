/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import java.io.Serializable;

/**
 * How many signals patterns are looked for in: what is noticed in a storm must not fill the memory. Immutable.
 *
 * @param perMinute signals of a cluster in a minute, the strongest first
 * @param perKindAndHour signals of a cluster and kind in an hour
 * @param perNodeKindAndHour signals of a source and kind in an hour
 * @param crowdMinutes how many minutes back others are counted that showed the like
 */
public record GateSettings(int perMinute, int perKindAndHour, int perNodeKindAndHour, int crowdMinutes)
        implements Serializable {
    public GateSettings {
        if (perMinute < 1 || perKindAndHour < 1 || perNodeKindAndHour < 1 || crowdMinutes < 1) {
            throw new IllegalArgumentException("limits of signals: " + perMinute + " per minute, " + perKindAndHour
                    + " per kind and hour, " + perNodeKindAndHour + " per node, kind and hour, " + crowdMinutes
                    + " minutes of crowd (expected: at least 1 each)");
        }
    }

    /** 200 a minute; 600 of a kind an hour, 120 of them of one source; a crowd within a quarter of an hour. */
    public static GateSettings defaults() {
        return new GateSettings(200, 600, 120, 15);
    }
}
