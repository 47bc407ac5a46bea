/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An alert beside what really happened")
class JudgeTest {
    private static final Instant START = Instant.parse("2026-03-04T10:00:30Z");
    private static final long MINUTE = 60_000;

    @Test
    @DisplayName(
            "finds an attack that it names in its time and by its kind; windows count from the one of the beginning")
    void found() {
        Judge judge = Judge.of(
                List.of(attack("LATERAL_MOVEMENT")),
                Told.of(List.of(alert("a", AlertKind.LATERAL_MOVEMENT, "cart", 2))));

        Verdict verdict = judge.verdicts().get(0);
        assertThat(verdict.isFound()).isTrue();
        assertThat(verdict.windows()).isEqualTo(2);
        assertThat(verdict.seconds()).isEqualTo(2 * 60 + 15 - 30);
        assertThat(judge.falseAlerts()).isEmpty();
    }

    @Test
    @DisplayName("under another kind is neither a find nor a false alert")
    void misnamed() {
        Judge judge = Judge.of(
                List.of(attack("LATERAL_MOVEMENT")), Told.of(List.of(alert("a", AlertKind.POLICY_PROBING, "cart", 2))));

        assertThat(judge.verdicts().get(0).isFound()).isFalse();
        assertThat(judge.verdicts().get(0).others()).hasSize(1);
        assertThat(judge.falseAlerts()).isEmpty();
    }

    @Test
    @DisplayName("about somebody else, before it, or long after it is false")
    void falseAlerts() {
        Judge judge = Judge.of(
                List.of(attack("LATERAL_MOVEMENT")),
                Told.of(List.of(
                        alert("a", AlertKind.LATERAL_MOVEMENT, "catalog", 2),
                        alert("b", AlertKind.LATERAL_MOVEMENT, "cart", -2),
                        alert("c", AlertKind.LATERAL_MOVEMENT, "cart", 200))));

        assertThat(judge.verdicts().get(0).isFound()).isFalse();
        assertThat(judge.falseAlerts()).hasSize(3);
    }

    @Test
    @DisplayName("that only names the host outside is false: everybody may call it")
    void outside() {
        Judge judge = Judge.of(
                List.of(attack("LATERAL_MOVEMENT")),
                Told.of(List.of(
                        alert("a", AlertKind.LATERAL_MOVEMENT, Node.external("files.example.net"), 2, 1, null))));

        assertThat(judge.falseAlerts()).hasSize(1);
    }

    @Test
    @DisplayName("counts by its first state, whatever came later, and not at all where it was suppressed")
    void states() {
        List<Told> stories = Told.of(List.of(
                alert("a", AlertKind.LATERAL_MOVEMENT, node("cart"), 7, 3, null),
                alert("a", AlertKind.LATERAL_MOVEMENT, node("cart"), 2, 1, null),
                alert("b", AlertKind.LATERAL_MOVEMENT, node("cart"), 2, 1, "maintenance")));

        assertThat(stories).singleElement().satisfies(story -> {
            assertThat(story.first().revision()).isEqualTo(1);
            assertThat(story.last().revision()).isEqualTo(3);
        });
    }

    @Test
    @DisplayName("of a chain comes before the third hop or it does not")
    void thirdHop() {
        Label chain = attack("LATERAL_MOVEMENT");
        Judge early = Judge.of(List.of(chain), Told.of(List.of(alert("a", AlertKind.LATERAL_MOVEMENT, "cart", 4))));
        Judge late = Judge.of(List.of(chain), Told.of(List.of(alert("a", AlertKind.LATERAL_MOVEMENT, "cart", 9))));

        assertThat(early.verdicts().get(0).isBeforeThirdHop()).isTrue();
        assertThat(late.verdicts().get(0).isBeforeThirdHop()).isFalse();
    }

    private static Label attack(String kind) {
        SimulatedNode cart = new SimulatedNode("east", "shop", "cart", SimulatedNode.Kind.SERVICE);
        SimulatedNode host = SimulatedNode.external("files.example.net");
        Instant hop = START.plusSeconds(6 * 60);
        return new Label(
                "a-1",
                Label.Category.ATTACK,
                kind,
                "",
                "crude",
                START,
                START.plusSeconds(600),
                "something",
                List.of(new Label.Resource(cart, Label.Role.ACTOR), new Label.Resource(host, Label.Role.SINK)),
                List.of(new Label.Step("hop-3", cart, cart, "http", hop, hop.plusSeconds(60))));
    }

    private static Alert alert(String id, AlertKind kind, String name, int window) {
        return alert(id, kind, node(name), window, 1, null);
    }

    /** @param window the one in which it was seen; the first is that of the attack's beginning */
    private static Alert alert(
            String id, AlertKind kind, Node node, int window, int revision, @Nullable String suppression) {
        long begin = START.toEpochMilli() - 30_000;
        long end = begin + window * MINUTE;
        return new Alert(
                id,
                revision,
                kind,
                revision == 1 ? Activity.CREATE : Activity.UPDATE,
                end + 15_000,
                end - MINUTE,
                end,
                Severity.HIGH,
                0.9,
                "title",
                "description",
                List.of(),
                List.of(node),
                List.of(),
                List.of(),
                List.of(),
                "test/1",
                suppression);
    }

    private static Node node(String name) {
        return new Node("east", "shop", name, NodeKind.SERVICE);
    }
}
