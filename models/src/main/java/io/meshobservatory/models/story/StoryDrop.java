/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import java.util.Locale;

/** Why a match did not become an alert. */
public enum StoryDrop {
    /** It is less sure than is asked for. */
    BELOW_CONFIDENCE,
    /** So many anomalies were told that day already. */
    ANOMALY_BUDGET,
    /** Too many stories are open in the cluster. */
    TOO_MANY_OPEN;

    /** The name of it in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
