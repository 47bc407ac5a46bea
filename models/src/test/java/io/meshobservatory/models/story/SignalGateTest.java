/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import static io.meshobservatory.models.story.StorySignals.MINUTE;
import static io.meshobservatory.models.story.StorySignals.START;
import static io.meshobservatory.models.story.StorySignals.edge;
import static io.meshobservatory.models.story.StorySignals.service;
import static io.meshobservatory.models.story.StorySignals.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignalGateTest {
    private static final GateSettings SETTINGS = new GateSettings(50, 120, 20, 15);

    @Test
    @DisplayName("Of a storm only so many are let through, and it is counted how many were not")
    void stormsAreLimited() {
        SignalGate gate = new SignalGate();
        int passed = 0;
        int held = 0;
        for (int minute = 0; minute < 60; minute++) {
            List<Signal> storm = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                storm.add(edge(minute, "s" + i, "d" + minute));
            }
            SignalGate.Result result = gate.pass(START + minute * MINUTE, storm, SETTINGS);
            assertThat(result.passed().size()).isLessThanOrEqualTo(50);
            passed += result.passed().size();
            held += result.held();
        }

        assertThat(passed)
                .as("at most 120 in an hour, and the start may be in two")
                .isBetween(120, 240);
        assertThat(passed + held).isEqualTo(60 * 200);
    }

    @Test
    @DisplayName("One loud source leaves room for the others")
    void oneSourceCannotTakeAll() {
        SignalGate gate = new SignalGate();
        List<Signal> signals = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            signals.add(edge(0, "loud", "d" + i));
        }
        signals.add(edge(0, "quiet", "d"));

        List<SignalGate.Passed> passed = gate.pass(START, signals, SETTINGS).passed();

        assertThat(passed).hasSize(21);
        assertThat(passed.stream().map(one -> one.signal().source())).contains(service("quiet"));
    }

    @Test
    @DisplayName("The crowd is counted over a quarter of an hour, by kind")
    void crowdsAreCounted() {
        SignalGate gate = new SignalGate();
        gate.pass(START, List.of(edge(0, "a", "x"), edge(0, "b", "x")), SETTINGS);
        int within = gate.pass(START + 14 * MINUTE, List.of(edge(14, "c", "x")), SETTINGS)
                .passed()
                .get(0)
                .crowd();
        int other = gate.pass(
                        START + 14 * MINUTE,
                        List.of(signal(SignalKind.DENIED, 14, service("c"), service("x"))),
                        SETTINGS)
                .passed()
                .get(0)
                .crowd();
        int later = gate.pass(START + 20 * MINUTE, List.of(edge(20, "d", "x")), SETTINGS)
                .passed()
                .get(0)
                .crowd();

        assertThat(within).isEqualTo(3);
        assertThat(other).isEqualTo(1);
        assertThat(later).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "Causes come before effects: the hops of a chain in their order, a probe before its hop, a read before its upload")
    void causesComeFirst() {
        List<Signal> chain = new ArrayList<>(List.of(
                signal(SignalKind.UPLOAD, 0, service("c"), service("z")),
                edge(0, "b", "c"),
                signal(SignalKind.UNUSUAL_READ, 0, service("c"), service("db")),
                edge(0, "a", "b"),
                signal(SignalKind.PROBE, 0, service("a"), null)));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(chain, new Random(seed));

            List<Signal> ordered = new SignalGate()
                    .pass(START, chain, SETTINGS).passed().stream()
                            .map(SignalGate.Passed::signal)
                            .toList();

            assertThat(ordered.stream()
                            .map(signal -> signal.kind() + " " + signal.source().name()))
                    .containsExactly("PROBE a", "NEW_EDGE a", "NEW_EDGE b", "UNUSUAL_READ c", "UPLOAD c");
        }
    }

    @Test
    @DisplayName("Written and read in the middle, it goes on as if nothing had been")
    void survivesWritingAndReading() throws IOException {
        SignalGate gate = new SignalGate();
        SignalGate restored = new SignalGate();
        for (int minute = 0; minute < 90; minute++) {
            List<Signal> signals = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                signals.add(edge(minute, "s" + (minute + i) % 11, "d" + i));
            }
            SignalGate.Result result = gate.pass(START + minute * MINUTE, signals, SETTINGS);

            assertThat(restored.pass(START + minute * MINUTE, signals, SETTINGS))
                    .isEqualTo(result);

            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            restored.write(new DataOutputStream(bytes));
            restored = SignalGate.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        }
    }
}
