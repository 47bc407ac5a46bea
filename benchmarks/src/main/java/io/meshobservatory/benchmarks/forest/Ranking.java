/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import java.util.Arrays;

/**
 * How well scores rank anomalies before all others. Rows of equal score count as one step, so that their order in the
 * table is worth nothing.
 *
 * @param auroc the chance that an anomaly scores higher than another row, ties half: 0.5 is chance, 1 is perfect
 * @param averagePrecision the precision at each step of recall, weighted by the step; the share of anomalies is chance
 */
public record Ranking(double auroc, double averagePrecision) {

    /** Compares scores, greater meaning more anomalous, with labels; both classes must occur. */
    public static Ranking of(double[] scores, boolean[] anomalous) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
        long anomalies = 0;
        long others = 0;
        double pairs = 0;
        double precision = 0;
        for (int i = 0; i < order.length; ) {
            long anomaliesHere = 0;
            long othersHere = 0;
            double score = scores[order[i]];
            for (; i < order.length && scores[order[i]] == score; i++) {
                if (anomalous[order[i]]) {
                    anomaliesHere++;
                } else {
                    othersHere++;
                }
            }
            pairs += othersHere * (anomalies + anomaliesHere / 2.0);
            anomalies += anomaliesHere;
            others += othersHere;
            precision += anomaliesHere * (anomalies / (double) (anomalies + others));
        }
        return new Ranking(pairs / ((double) anomalies * others), precision / anomalies);
    }
}
