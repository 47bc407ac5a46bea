/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.graph.Node;

/**
 * The node and minute that are being judged. Immutable, but for the names it looks up.
 *
 * @param node whom it is about
 * @param minute whole minutes since the epoch
 * @param seenMinute since when the node is known, as one that calls or is called
 * @param firstMinute since when it is known what the node calls
 * @param activeMinutes in how many minutes the node was seen before
 * @param load what the node was asked to do in this minute
 * @param dayLoad the same over about a day
 * @param versions of the node, those of this minute included
 * @param principals of the node, those of this minute not yet included
 * @param usualCallsIn calls that the node usually gets at this hour of the week; NaN while not known
 * @param usualExternalBytes what the node sends to hosts outside in a minute, as the upper end of the usual
 * @param facts what its proxy tells apart from calls
 * @param settings what to notice
 * @param releases what people said is fine
 */
record NodeMinute(
        Node node,
        int minute,
        int seenMinute,
        int firstMinute,
        int activeMinutes,
        MinuteLoad load,
        MinuteLoad dayLoad,
        KnownNames versions,
        KnownNames principals,
        double usualCallsIn,
        double usualExternalBytes,
        NodeFacts facts,
        ProfileSettings settings,
        Releases releases) {
    long startMillis() {
        return minute * EdgeMinute.MINUTE_MILLIS;
    }

    Gates gates() {
        return settings.gates();
    }

    /** Whether the node is known for too short a time to judge it. */
    boolean isYoung() {
        return minute - firstMinute < warmUpMinutes();
    }

    long warmUpMinutes() {
        return settings.warmUpMillis() / EdgeMinute.MINUTE_MILLIS;
    }

    /**
     * Whether all of an edge's traffic comes from versions of the node that appeared a short time ago, after another one was
     * known: then what is new about it is explained by a deployment.
     */
    boolean isDeployment(EdgeMinute edge) {
        if (edge.sourceVersions().isEmpty()) {
            return false;
        }
        for (String version : edge.sourceVersions()) {
            boolean fresh = minute - versions.ageMinutes(version, minute) - versions.earliest(minute) >= 1
                    && versions.ageMinutes(version, minute) * EdgeMinute.MINUTE_MILLIS < settings.deployMillis();
            if (!fresh) {
                return false;
            }
        }
        return true;
    }

    /** Whether any version of the node appeared a short time ago, after another one was known. */
    boolean isDeploying() {
        return versions.latest() > versions.earliest(minute)
                && (minute - versions.latest()) * EdgeMinute.MINUTE_MILLIS < settings.deployMillis();
    }
}
