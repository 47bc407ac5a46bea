/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshobservatory.benchmarks.meter.Figures;
import io.meshobservatory.cli.scoreboard.Scoreboard.Alarms;
import io.meshobservatory.cli.scoreboard.Scoreboard.Recall;
import io.meshobservatory.cli.scoreboard.Scoreboard.Row;
import io.meshobservatory.cli.simulator.attack.Strength;
import java.util.Locale;
import java.util.Map;

/** A scoreboard as text for people and as JSON for programs. Stateless. */
final class BoardText {
    private static final String ROW = "%-18s %-9s %8s %7s %8s %9s %12s %12s %10s%n";

    private BoardText() {}

    static String table(Scoreboard board) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                ROW,
                "kind",
                "strength",
                "attacks",
                "found",
                "recall",
                "noticed",
                "windows p50",
                "windows max",
                "s p50"));
        for (Map.Entry<Row, Recall> row : board.rows().entrySet()) {
            append(text, row.getKey().kind(), row.getKey().strength(), row.getValue());
        }
        for (Strength strength : Strength.values()) {
            append(text, "all", strength.label(), board.ofStrength(strength.label()));
        }
        for (Trial.Kind kind : Trial.Kind.values()) {
            append(text, kind.label() + " trials", board.of(kind));
        }
        append(text, "all trials", board.all());
        return text.toString();
    }

    static String json(Scoreboard board, Suite suite, int seeds, String settings) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("suite", suite.name());
        json.put("seeds", seeds);
        for (Map.Entry<Row, Recall> row : board.rows().entrySet()) {
            ObjectNode kind = json.withObjectProperty("kinds")
                    .withObjectProperty(row.getKey().kind());
            put(kind.putObject(row.getKey().strength()), row.getValue());
        }
        for (Strength strength : Strength.values()) {
            put(json.withObjectProperty("strengths").putObject(strength.label()), board.ofStrength(strength.label()));
        }
        ObjectNode alarms = json.putObject("false_alerts");
        for (Trial.Kind kind : Trial.Kind.values()) {
            put(alarms.putObject(kind.label()), board.of(kind));
        }
        put(alarms.putObject("all"), board.all());
        json.put("settings", settings);
        return json.toString();
    }

    private static void append(StringBuilder text, String kind, String strength, Recall recall) {
        text.append(String.format(
                Locale.ROOT,
                ROW,
                kind,
                strength,
                recall.attacks(),
                recall.found(),
                figure(recall.recall()),
                recall.noticed(),
                figure(recall.medianWindows()),
                figure(recall.worstWindows()),
                figure(recall.medianSeconds())));
    }

    private static void append(StringBuilder text, String trials, Alarms alarms) {
        text.append(String.format(
                Locale.ROOT,
                "%s: %d false alerts in %.1f days of 100 services: %s a day%n",
                trials,
                alarms.alerts(),
                alarms.serviceDays() / 100,
                figure(alarms.perDayAnd100Services())));
    }

    private static void put(ObjectNode json, Recall recall) {
        json.put("attacks", recall.attacks());
        json.put("found", recall.found());
        json.put("noticed", recall.noticed());
        put(json, "recall", recall.recall());
        put(json, "windows_median", recall.medianWindows());
        put(json, "windows_max", recall.worstWindows());
        put(json, "seconds_median", recall.medianSeconds());
        json.put("before_third_hop", recall.beforeThirdHop());
    }

    private static void put(ObjectNode json, Alarms alarms) {
        json.put("alerts", alarms.alerts());
        put(json, "service_days", alarms.serviceDays());
        put(json, "per_day_and_100_services", alarms.perDayAnd100Services());
    }

    /** JSON has no NaN. */
    private static void put(ObjectNode json, String field, double value) {
        if (Double.isNaN(value)) {
            json.putNull(field);
        } else {
            json.put(field, Figures.rounded(value));
        }
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
