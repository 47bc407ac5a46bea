/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import static io.meshobservatory.jobs.detection.TestSignals.MINUTE;
import static io.meshobservatory.jobs.detection.TestSignals.START;
import static io.meshobservatory.jobs.detection.TestSignals.service;
import static io.meshobservatory.jobs.detection.TestSignals.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import io.meshobservatory.models.story.GateSettings;
import io.meshobservatory.models.story.SignalGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.operator.CepOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the patterns hold while 10,000 signals of one cluster come within an hour, and what is left of it afterwards. */
class StormTest {
    private static final int SIGNALS = 10_000;
    private static final int SOURCES = 400;

    @Test
    @DisplayName(
            "Partial matches stay bounded in a storm of 10,000 signals, and nothing is left when their time is over")
    void partialMatchesAreBounded() throws Exception {
        for (List<Rule> rules : groups()) {
            try (var harness = harness(rules)) {
                harness.open();
                long passed = storm(harness);
                int held = harness.numKeyedStateEntries();

                assertThat(passed).as("signals that were let through").isBetween(300L, 1_300L);
                assertThat(held)
                        .as("entries of state of %s", rules.get(0).name())
                        .isLessThan(3 * 1_300);
                assertThat(harness.extractOutputValues().size())
                        .as(
                                "matches of %s: a crowd is no attack of one",
                                rules.get(0).name())
                        .isZero();

                harness.processWatermark(START + 2 * 24 * 60 * MINUTE);
                assertThat(harness.numKeyedStateEntries())
                        .as(
                                "entries of state of %s when all is over",
                                rules.get(0).name())
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    /** New edges between random services, as if all names had changed, through the gate and into the operator. */
    private static long storm(KeyedOneInputStreamOperatorTestHarness<String, Noticed, Match> harness) throws Exception {
        Random random = new Random(1);
        SignalGate gate = new SignalGate();
        long passed = 0;
        for (int minute = 0; minute < 60; minute++) {
            List<Signal> signals = new ArrayList<>();
            for (int i = 0; i < SIGNALS / 60; i++) {
                signals.add(signal(
                        SignalKind.NEW_EDGE,
                        minute,
                        service("c", "s" + random.nextInt(SOURCES)),
                        service("c", "s" + random.nextInt(SOURCES)),
                        random.nextDouble()));
            }
            long start = START + minute * MINUTE;
            long due = start + MINUTE + 15_000 - 1;
            for (SignalGate.Passed let :
                    gate.pass(start, signals, GateSettings.defaults()).passed()) {
                harness.processElement(new Noticed("c", let.signal(), let.rank(), let.crowd()), due);
                passed++;
            }
            harness.processWatermark(due);
        }
        return passed;
    }

    private static List<List<Rule>> groups() {
        List<Rule> rules = Rules.of(PatternSettings.defaults());
        return List.of(
                rules.stream().filter(rule -> rule.name().equals("hop-onward")).toList(),
                rules.stream()
                        .filter(rule -> rule.name().equals("probe-hop-onward"))
                        .toList());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Noticed, Match> harness(List<Rule> rules)
            throws Exception {
        CepOperator<Noticed, String, Match> operator = new CepOperator<>(
                PatternTypes.NOTICED.createSerializer(new SerializerConfigImpl()),
                false,
                NFACompiler.compileFactory(PatternStage.pattern(rules), false),
                new ByRank(),
                null,
                new ToMatch(rules),
                null);
        return new KeyedOneInputStreamOperatorTestHarness<>(operator, Noticed::cluster, BasicTypeInfo.STRING_TYPE_INFO);
    }
}
