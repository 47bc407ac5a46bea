/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts for tests. */
final class Alerts {
    static final long MINUTE = 1_699_999_200_000L;
    static final Node CART = new Node("east", "shop", "cart", NodeKind.SERVICE);
    static final Node STOCK = new Node("east", "shop", "stock-db", NodeKind.DATABASE);
    static final Node HOST = Node.external("files.example.com");

    private Alerts() {}

    static Alert exfiltration(int revision, Activity activity, @Nullable String suppression) {
        return new Alert(
                "00ff17",
                revision,
                AlertKind.EXFILTRATION,
                activity,
                MINUTE + 75_000,
                MINUTE,
                MINUTE + 60_000,
                Severity.HIGH,
                0.875,
                "cart sends 412 MB to files.example.com",
                "cart read 40 times its usual volume from stock-db.\nThen it sent 412 MB to a host that nobody else calls.",
                List.of(
                        new Technique("T1041", "Exfiltration Over C2 Channel", "TA0010", "Exfiltration"),
                        new Technique("T1567.002", "Exfiltration to Cloud Storage", "TA0010", "Exfiltration")),
                List.of(CART, STOCK),
                List.of(read(), upload()),
                List.of(
                        new BenignCheck("deployment", true, "no new version of cart within 24 h"),
                        new BenignCheck(
                                "backup", false, "a backup at this hour was never seen, but cannot be excluded")),
                List.of("Look at what cart runs", "Ask whose host files.example.com is"),
                "exfiltration/2",
                suppression);
    }

    static Alert anomaly() {
        Evidence alone = new Evidence(
                MINUTE,
                MINUTE + 60_000,
                CART,
                null,
                Node.UNKNOWN_NAME,
                "cart behaves as never before",
                List.of(),
                List.of());
        return new Alert(
                "17",
                3,
                AlertKind.ANOMALY,
                Activity.UPDATE,
                MINUTE,
                MINUTE,
                MINUTE,
                Severity.INFORMATIONAL,
                Double.NaN,
                "",
                "",
                List.of(),
                List.of(CART),
                List.of(alone),
                List.of(),
                List.of(),
                "forest",
                null);
    }

    private static Evidence read() {
        return new Evidence(
                MINUTE,
                MINUTE + 60_000,
                CART,
                STOCK,
                "postgresql",
                "cart reads 40 times as much as usual",
                List.of(new Measure("response_bytes", 4.0e8, 1.0e7, "bytes", 0.61)),
                List.of("0af7651916cd43dd8448eb211c80319c"));
    }

    private static Evidence upload() {
        return new Evidence(
                MINUTE,
                MINUTE + 60_000,
                CART,
                HOST,
                "http",
                "cart sends 412 MB",
                List.of(
                        Measure.of("request_bytes", 412_345_678.25, Double.NaN, "bytes"),
                        Measure.of("calls", 12, 0.1, "calls/min")),
                List.of());
    }
}
