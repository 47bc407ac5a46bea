/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Evidence;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.alert.Technique;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Alerts for tests. */
final class Alerts {
    private static final Node CART = new Node("east", "shop", "cart", NodeKind.SERVICE);

    private Alerts() {}

    static Alert alert(String id, int revision, Activity activity) {
        return alert(id, revision, activity, Severity.HIGH, null);
    }

    static Alert alert(String id, int revision, Activity activity, Severity severity, @Nullable String suppression) {
        return new Alert(
                id,
                revision,
                AlertKind.LATERAL_MOVEMENT,
                activity,
                ManualTimers.START,
                ManualTimers.START - 60_000,
                ManualTimers.START,
                severity,
                0.875,
                "revision " + revision,
                "from cart to \ud800 stock",
                List.of(new Technique("T1021", "Remote Services", "TA0008", "Lateral Movement")),
                List.of(CART, Node.external("files.example.com")),
                IntStream.range(0, 7).mapToObj(Alerts::evidence).toList(),
                List.of(),
                List.of("Look at cart", "Look at stock"),
                "lateral_movement/1",
                suppression);
    }

    private static Evidence evidence(int number) {
        return new Evidence(
                ManualTimers.START,
                ManualTimers.START,
                CART,
                null,
                Node.UNKNOWN_NAME,
                "hop " + number,
                List.of(),
                List.of());
    }
}
