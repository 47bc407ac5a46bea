/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import io.meshobservatory.benchmarks.meter.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** What all trials gave, added up. Not thread-safe. */
final class Scoreboard {
    private static final double SERVICES = 100;

    private final Map<Row, List<Verdict>> verdicts = new TreeMap<>();
    private final Map<Trial.Kind, Alarms> alarms = new TreeMap<>();

    /**
     * A row of the board.
     *
     * @param kind of attack
     * @param strength in lower case
     */
    record Row(String kind, String strength) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : strength.compareTo(other.strength);
        }
    }

    /**
     * False alerts of one kind of trials.
     *
     * @param alerts how many
     * @param serviceDays over how many services times days
     */
    record Alarms(long alerts, double serviceDays) {
        static final Alarms NONE = new Alarms(0, 0);

        Alarms plus(Alarms other) {
            return new Alarms(alerts + other.alerts, serviceDays + other.serviceDays);
        }

        /** NaN where nothing was simulated. */
        double perDayAnd100Services() {
            return serviceDays == 0 ? Double.NaN : alerts / serviceDays * SERVICES;
        }
    }

    /**
     * What became of some attacks.
     *
     * @param attacks how many
     * @param found how many were found under their name
     * @param noticed how many were told of under any name
     * @param medianWindows until they were found, in windows of a minute; NaN where none was
     * @param worstWindows likewise
     * @param medianSeconds likewise, of event time
     * @param beforeThirdHop how many of those found were told before their third hop, where they have one
     */
    record Recall(
            int attacks,
            int found,
            int noticed,
            double medianWindows,
            double worstWindows,
            double medianSeconds,
            int beforeThirdHop) {
        static Recall of(List<Verdict> verdicts) {
            List<Verdict> found = verdicts.stream().filter(Verdict::isFound).toList();
            return new Recall(
                    verdicts.size(),
                    found.size(),
                    (int) verdicts.stream()
                            .filter(verdict ->
                                    verdict.isFound() || !verdict.others().isEmpty())
                            .count(),
                    median(found.stream().mapToDouble(Verdict::windows)),
                    found.stream().mapToDouble(Verdict::windows).max().orElse(Double.NaN),
                    median(found.stream().mapToDouble(Verdict::seconds)),
                    (int) found.stream().filter(Verdict::isBeforeThirdHop).count());
        }

        /** Found of all, 0 to 1; NaN where there was none. */
        double recall() {
            return attacks == 0 ? Double.NaN : (double) found / attacks;
        }

        private static double median(DoubleStream values) {
            double[] all = values.toArray();
            return all.length == 0 ? Double.NaN : Figures.median(all);
        }
    }

    void add(Trial trial, int services, Judge judge) {
        for (Verdict verdict : judge.verdicts()) {
            Row row = new Row(verdict.label().kind(), verdict.label().strength());
            verdicts.computeIfAbsent(row, key -> new ArrayList<>()).add(verdict);
        }
        Alarms more = new Alarms(judge.falseAlerts().size(), services * trial.days());
        alarms.merge(trial.kind(), more, Alarms::plus);
    }

    /** Each kind and strength. */
    Map<Row, Recall> rows() {
        Map<Row, Recall> rows = new TreeMap<>();
        verdicts.forEach((row, each) -> rows.put(row, Recall.of(each)));
        return rows;
    }

    /** All kinds of one strength together. */
    Recall ofStrength(String strength) {
        return Recall.of(verdicts.entrySet().stream()
                .filter(row -> row.getKey().strength().equals(strength))
                .flatMap(row -> row.getValue().stream())
                .toList());
    }

    Alarms of(Trial.Kind kind) {
        return alarms.getOrDefault(kind, Alarms.NONE);
    }

    Alarms all() {
        return alarms.values().stream().reduce(Alarms.NONE, Alarms::plus);
    }
}
