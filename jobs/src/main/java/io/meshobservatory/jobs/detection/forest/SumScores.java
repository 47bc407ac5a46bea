/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.core.score.ScoreMinute;
import io.meshobservatory.jobs.detection.minutes.MinuteLogic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.metrics.MetricGroup;

/** How the scores of a cluster's nodes were spread in a minute. Keyed by cluster. */
final class SumScores implements MinuteLogic<String, NodeScore, ScoreMinute> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(KeyedStateStore states, MetricGroup metrics) {
        // it keeps nothing from minute to minute
    }

    @Override
    public long minuteOf(NodeScore score) {
        return score.minuteStartMillis();
    }

    @Override
    public long onMinute(String cluster, long minuteStartMillis, List<NodeScore> scores, Emission<ScoreMinute> out) {
        Map<Long, List<NodeScore>> byModel = scores.stream()
                .collect(Collectors.groupingBy(NodeScore::modelVersion, TreeMap::new, Collectors.toList()));
        byModel.forEach((version, ofModel) -> {
            double[] sorted =
                    ofModel.stream().mapToDouble(NodeScore::score).sorted().toArray();
            out.collect(new ScoreMinute(
                    minuteStartMillis,
                    cluster,
                    version,
                    sorted.length,
                    ofModel.stream().filter(NodeScore::signalled).count(),
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.99),
                    Arrays.stream(sorted).max().orElse(0)));
        });
        return NEVER;
    }

    /** The least score that so many do not exceed. */
    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
