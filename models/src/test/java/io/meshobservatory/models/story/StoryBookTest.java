/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import static io.meshobservatory.models.story.StorySignals.CLUSTER;
import static io.meshobservatory.models.story.StorySignals.MINUTE;
import static io.meshobservatory.models.story.StorySignals.START;
import static io.meshobservatory.models.story.StorySignals.due;
import static io.meshobservatory.models.story.StorySignals.edge;
import static io.meshobservatory.models.story.StorySignals.match;
import static io.meshobservatory.models.story.StorySignals.service;
import static io.meshobservatory.models.story.StorySignals.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StoryBookTest {
    private static final StorySettings SETTINGS = StorySettings.defaults();
    private static final Node OUTSIDE = Node.external("drop.example");

    private StoryBook book = new StoryBook();

    @Test
    @DisplayName("A story is opened, updated with what belongs to it, and closed when nothing is heard of it for long")
    void opensUpdatesAndCloses() {
        List<Alert> opened = observe(3, List.of(chain(0)), List.of());
        List<Alert> again = observe(4, List.of(chain(0)), List.of());
        List<Alert> updated = observe(9, List.of(), List.of(edge(9, "c", "d"), edge(9, "x", "y")));
        long wake = book.nextWakeMillis(SETTINGS);
        List<Alert> closed = observeAt(wake, List.of(), List.of(), Rules.none()).alerts();

        assertThat(opened).singleElement().satisfies(alert -> {
            assertThat(alert.activity()).isEqualTo(Activity.CREATE);
            assertThat(alert.revision()).isEqualTo(1);
            assertThat(alert.kind()).isEqualTo(AlertKind.LATERAL_MOVEMENT);
            assertThat(alert.startMillis()).isEqualTo(START);
            assertThat(alert.endMillis()).isEqualTo(START + 4 * MINUTE);
            assertThat(alert.resources().get(0)).isEqualTo(service("a"));
            assertThat(alert.title()).contains("shop/a -> shop/b -> shop/c");
            assertThat(alert.severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.techniques()).isNotEmpty();
            assertThat(alert.nextSteps()).isNotEmpty();
            assertThat(alert.checks()).isNotEmpty();
        });
        assertThat(again).as("nothing new, nothing told").isEmpty();
        assertThat(updated).singleElement().satisfies(alert -> {
            assertThat(alert.activity()).isEqualTo(Activity.UPDATE);
            assertThat(alert.id()).isEqualTo(opened.get(0).id());
            assertThat(alert.revision()).isEqualTo(2);
            assertThat(alert.evidence()).hasSize(3);
            assertThat(alert.title()).contains("shop/c -> shop/d");
        });
        assertThat(wake).isEqualTo(START + 10 * MINUTE + SETTINGS.slowQuiet().toMillis());
        assertThat(closed).singleElement().satisfies(alert -> {
            assertThat(alert.activity()).isEqualTo(Activity.CLOSE);
            assertThat(alert.revision()).isEqualTo(3);
        });
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("A greater story closes the lesser one that is a part of it, and says so")
    void absorbsTheLesser() {
        List<Alert> probing = observe(
                0,
                List.of(match(AlertKind.POLICY_PROBING, signal(SignalKind.PROBE, 0, service("a"), null))),
                List.of());
        List<Alert> moving = observe(3, List.of(chain(0)), List.of());
        List<Alert> probingOn = observe(
                4,
                List.of(match(AlertKind.POLICY_PROBING, signal(SignalKind.PROBE, 4, service("b"), null))),
                List.of());

        assertThat(probing)
                .singleElement()
                .satisfies(alert -> assertThat(alert.activity()).isEqualTo(Activity.CREATE));
        assertThat(moving).hasSize(2);
        assertThat(moving.get(0).id()).isEqualTo(probing.get(0).id());
        assertThat(moving.get(0).activity()).isEqualTo(Activity.CLOSE);
        assertThat(moving.get(0).description())
                .contains("part of LATERAL_MOVEMENT " + moving.get(1).id());
        assertThat(moving.get(1).kind()).isEqualTo(AlertKind.LATERAL_MOVEMENT);
        assertThat(moving.get(1).evidence()).hasSize(3);
        assertThat(probingOn).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.LATERAL_MOVEMENT);
            assertThat(alert.activity()).isEqualTo(Activity.UPDATE);
        });
    }

    @Test
    @DisplayName("What is not sure enough is kept until more comes, and is counted if nothing does")
    void unsureStoriesWait() {
        Signal faint = new Signal(
                SignalKind.UPLOAD,
                START,
                START + MINUTE,
                service("a"),
                OUTSIDE,
                "http",
                0.4,
                "",
                signal(SignalKind.UPLOAD, 0, service("a"), OUTSIDE).measures(),
                List.of());

        List<Alert> first = observe(0, List.of(match(AlertKind.EXFILTRATION, faint)), List.of());
        List<Alert> second =
                observe(1, List.of(), List.of(signal(SignalKind.UNUSUAL_READ, 1, service("a"), service("db"))));

        assertThat(first).isEmpty();
        assertThat(second)
                .singleElement()
                .satisfies(alert -> assertThat(alert.activity()).isEqualTo(Activity.CREATE));

        book = new StoryBook();
        observe(0, List.of(match(AlertKind.EXFILTRATION, faint)), List.of());
        StoryBook.Told end = observeAt(book.nextWakeMillis(SETTINGS), List.of(), List.of(), Rules.none());
        assertThat(end.alerts()).isEmpty();
        assertThat(end.dropped()).containsEntry(StoryDrop.BELOW_CONFIDENCE, 1);
    }

    @Test
    @DisplayName("Anomalies keep to a budget per day; the rest is counted")
    void anomaliesKeepToABudget() {
        StorySettings two = new StorySettings(Duration.ofMinutes(15), Duration.ofHours(2), 0.5, 2, 500, 20);
        List<PatternMatch> matches = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            matches.add(match(AlertKind.ANOMALY, signal(SignalKind.UNUSUAL_WINDOW, 0, service("n" + i), null)));
        }

        StoryBook.Told told = book.observe(due(0), CLUSTER, matches, List.of(), Rules.none(), two);
        StoryBook.Told ended = book.observe(due(0) + 20 * MINUTE, CLUSTER, List.of(), List.of(), Rules.none(), two);

        assertThat(told.alerts())
                .hasSize(2)
                .allSatisfy(alert -> assertThat(alert.severity()).isEqualTo(Severity.LOW));
        assertThat(ended.alerts()).hasSize(2);
        assertThat(ended.dropped()).containsEntry(StoryDrop.ANOMALY_BUDGET, 3);
    }

    @Test
    @DisplayName("A suppression marks what it covers, until it expires; what goes beyond it is seen")
    void suppressionsCoverWhatTheyName() {
        Control backup = new Control(
                "backup",
                Control.Type.SUPPRESSION,
                new Scope(AlertKind.EXFILTRATION, "shop/a", "drop.*", null),
                0,
                "the nightly backup",
                START,
                due(5));
        PatternMatch upload = match(AlertKind.EXFILTRATION, upload(0, "a", OUTSIDE));

        List<Alert> covered = told(due(0), upload, backup);
        List<Alert> beyond =
                told(due(1), match(AlertKind.EXFILTRATION, upload(1, "a", Node.external("other.example"))), backup);
        List<Alert> expired = told(due(6), match(AlertKind.EXFILTRATION, upload(6, "a", OUTSIDE)), backup);

        assertThat(covered.get(0).suppression()).isEqualTo("backup: the nightly backup");
        assertThat(beyond.get(0).id()).isEqualTo(covered.get(0).id());
        assertThat(beyond.get(0).suppression()).isNull();
        assertThat(expired.get(0).suppression()).isNull();
    }

    @Test
    @DisplayName("A release closes what it covers, and a threshold holds back what is less sure")
    void releasesAndThresholds() {
        Control release = new Control(
                "known", Control.Type.RELEASE, new Scope(null, "a", null, null), 0, "agreed", due(1), Long.MAX_VALUE);
        Control threshold = new Control(
                "strict",
                Control.Type.THRESHOLD,
                new Scope(AlertKind.EXFILTRATION, null, null, null),
                0.98,
                "noisy",
                START,
                Long.MAX_VALUE);
        PatternMatch upload = match(AlertKind.EXFILTRATION, upload(0, "a", OUTSIDE));

        assertThat(told(due(0), upload)).hasSize(1);
        assertThat(observeAt(due(2), List.of(), List.of(), new Rules(List.of(release), due(2)))
                        .alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.activity()).isEqualTo(Activity.CLOSE);
                    assertThat(alert.description()).contains("Released by known: agreed");
                });
        book = new StoryBook();
        assertThat(told(due(0), upload, threshold)).isEmpty();
    }

    @Test
    @DisplayName("The order in which things come does not matter, nor does writing and reading in between")
    void orderDoesNotMatter() throws IOException {
        List<PatternMatch> matches = new ArrayList<>();
        List<Signal> signals = new ArrayList<>();
        Random random = new Random(5);
        for (int minute = 0; minute < 60; minute++) {
            Signal hop = edge(minute, "s" + random.nextInt(12), "s" + random.nextInt(12));
            Signal upload = upload(minute, "s" + random.nextInt(12), OUTSIDE);
            signals.add(hop);
            signals.add(upload);
            matches.add(match(AlertKind.EXFILTRATION, upload));
            matches.add(match(AlertKind.LATERAL_MOVEMENT, hop, edge(minute, "t" + minute, "u")));
            matches.add(match(AlertKind.ANOMALY, signal(SignalKind.UNUSUAL_WINDOW, minute, service("s1"), null)));
        }
        List<Alert> expected = replay(matches, signals, new Random(1), false);

        assertThat(expected).hasSizeGreaterThan(20);
        for (int seed = 2; seed < 12; seed++) {
            assertThat(replay(matches, signals, new Random(seed), seed % 2 == 0))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("Evidence is bounded: the first and the latest are kept")
    void evidenceIsBounded() {
        List<Alert> told = List.of();
        for (int minute = 0; minute < 100; minute++) {
            told = observe(minute, List.of(match(AlertKind.EXFILTRATION, upload(minute, "a", OUTSIDE))), List.of());
        }

        Alert last = told.get(0);
        assertThat(last.revision()).isEqualTo(100);
        assertThat(last.evidence()).hasSize(SETTINGS.maxEvidence());
        assertThat(last.evidence().get(0).startMillis()).isEqualTo(START);
        assertThat(last.evidence().get(19).startMillis()).isEqualTo(START + 99 * MINUTE);
        assertThat(last.description()).contains("and 80 more");
    }

    @Test
    @DisplayName("A state of an unknown format is refused")
    void unknownFormatIsRefused() {
        assertThatThrownBy(() -> StoryBook.read(new DataInputStream(new ByteArrayInputStream(new byte[] {99}))))
                .isInstanceOf(IOException.class)
                .hasMessage("stories in format 99 (expected: 1)");
    }

    private static Signal upload(long minute, String source, Node destination) {
        return signal(SignalKind.UPLOAD, minute, service(source), destination);
    }

    private static PatternMatch chain(long minute) {
        return match(AlertKind.LATERAL_MOVEMENT, edge(minute, "a", "b"), edge(minute + 3, "b", "c"));
    }

    private List<Alert> told(long nowMillis, PatternMatch match, Control... controls) {
        return observeAt(nowMillis, List.of(match), List.of(), new Rules(List.of(controls), nowMillis))
                .alerts();
    }

    private List<Alert> observe(long minute, List<PatternMatch> matches, List<Signal> signals) {
        return observeAt(due(minute), matches, signals, Rules.none()).alerts();
    }

    private StoryBook.Told observeAt(long nowMillis, List<PatternMatch> matches, List<Signal> signals, Rules rules) {
        return book.observe(nowMillis, CLUSTER, matches, signals, rules, SETTINGS);
    }

    private List<Alert> replay(List<PatternMatch> matches, List<Signal> signals, Random random, boolean restore)
            throws IOException {
        book = new StoryBook();
        List<Alert> alerts = new ArrayList<>();
        for (int minute = 0; minute < 200; minute++) {
            long start = START + minute * MINUTE;
            List<PatternMatch> found = new ArrayList<>(matches.stream()
                    .filter(match -> match.signals().get(0).startMillis() == start)
                    .toList());
            List<Signal> noticed = new ArrayList<>(signals.stream()
                    .filter(signal -> signal.startMillis() == start)
                    .toList());
            Collections.shuffle(found, random);
            Collections.shuffle(noticed, random);
            alerts.addAll(observe(minute, found, noticed));
            if (restore) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                book.write(new DataOutputStream(bytes));
                book = StoryBook.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
        }
        return alerts;
    }
}
