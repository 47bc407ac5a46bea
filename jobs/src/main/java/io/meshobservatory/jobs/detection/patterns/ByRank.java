/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import org.apache.flink.cep.EventComparator;

/** The order of the signals of one minute and cluster: causes before effects. */
final class ByRank implements EventComparator<Noticed> {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Noticed one, Noticed other) {
        return Integer.compare(one.rank(), other.rank());
    }
}
