/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.graph.Node;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels of an alert. To Alertmanager they are the alert: equal labels are one alert, others are another. So they hold what
 * routes are chosen by, and the id, which keeps stories apart; what changes while a story goes on is in the annotations.
 * Stateless.
 */
final class Labels {
    private Labels() {}

    static Map<String, String> of(Alert alert) {
        Node first = alert.resources().get(0);
        Map<String, String> labels = new TreeMap<>();
        labels.put("alertname", name(alert.kind().name()));
        labels.put("alert_id", alert.id());
        labels.put("kind", alert.kind().name());
        labels.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        labels.put("cluster", first.cluster());
        labels.put("namespace", first.namespace());
        labels.put("service", first.name());
        if (!alert.techniques().isEmpty()) {
            labels.put("technique", alert.techniques().get(0).uid());
        }
        return Collections.unmodifiableMap(labels);
    }

    /** {@code LATERAL_MOVEMENT} as {@code MeshLateralMovement}, the way of names in Prometheus. */
    private static String name(String kind) {
        StringBuilder name = new StringBuilder("Mesh");
        for (String word : kind.split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
