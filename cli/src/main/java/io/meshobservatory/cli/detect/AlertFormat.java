/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.ResourceName;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How {@code detect} prints alerts. The names are the words of {@code --format}. */
enum AlertFormat {
    /** One OCSF Detection Finding in a line. */
    ocsf {
        @Override
        void print(List<Alert> alerts, PrintWriter out) {
            alerts.forEach(alert -> out.println(new String(AlertJson.write(alert), UTF_8)));
        }
    },
    /** For people. */
    table {
        @Override
        void print(List<Alert> alerts, PrintWriter out) {
            if (alerts.isEmpty()) {
                out.println("no alerts");
                return;
            }
            out.printf(Locale.ROOT, LINE, "FROM", "TO", "KIND", "SEVERITY", "CONFIDENCE", "RESOURCES");
            for (Alert alert : alerts) {
                out.printf(
                        Locale.ROOT,
                        LINE,
                        Instant.ofEpochMilli(alert.startMillis()),
                        Instant.ofEpochMilli(alert.endMillis()),
                        alert.kind(),
                        alert.severity(),
                        Math.round(alert.confidence() * 100) + " %",
                        alert.resources().stream().map(ResourceName::of).collect(Collectors.joining(", ")));
                out.println("    " + alert.title());
            }
        }
    };

    private static final String LINE = "%-20s  %-20s  %-16s  %-13s  %-10s  %s%n";

    abstract void print(List<Alert> alerts, PrintWriter out);
}
