/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.BenignCheck;
import io.meshobservatory.core.alert.Evidence;
import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.alert.Technique;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts for tests. */
public final class TestAlerts {
    public static final Node CART = new Node("eu-west", "shop", "cart", NodeKind.SERVICE);
    public static final Node REDIS = new Node("eu-west", "shop", "cart-redis", NodeKind.DATABASE);
    public static final Node PAYMENT = new Node("us-east", "payments", "payment", NodeKind.SERVICE);
    public static final Node HOSTILE =
            new Node("eu-west", "shop", "<img src=x onerror=\"window.owned=1\">", NodeKind.SERVICE);
    public static final Node HOST = Node.external("files.example.com");

    public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private TestAlerts() {}

    /** An exfiltration from the first of the resources to a host outside, told a minute after it began. */
    public static Alert alert(
            String id,
            int revision,
            AlertKind kind,
            Activity activity,
            long startMillis,
            @Nullable String suppression,
            Node... resources) {
        long endMillis = startMillis + 60_000L * revision;
        return new Alert(
                id,
                revision,
                kind,
                activity,
                endMillis + 15_000,
                startMillis,
                endMillis,
                revision == 1 ? Severity.MEDIUM : Severity.CRITICAL,
                0.875,
                resources[0].name() + " sends 412 MB to files.example.com",
                "First it read, then it sent.",
                List.of(new Technique("T1567.002", "Exfiltration to Cloud Storage", "TA0010", "Exfiltration")),
                List.of(resources),
                List.of(evidence(startMillis, resources[0])),
                List.of(new BenignCheck("deployment", true, "no new version within 24 h")),
                List.of("Look at what it runs"),
                "exfiltration/1",
                suppression);
    }

    private static Evidence evidence(long startMillis, Node source) {
        return new Evidence(
                startMillis,
                startMillis + 60_000,
                source,
                HOST,
                "http",
                "412 MB to a host that nobody else calls",
                List.of(
                        new Measure("request_bytes", 412_000_000, 9_000_000, "bytes", 0.625),
                        Measure.of("new_edges", 1, Double.NaN, "count")),
                List.of(TRACE));
    }
}
