/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static io.meshobservatory.models.profile.SmallMesh.CART;
import static io.meshobservatory.models.profile.SmallMesh.DAY;
import static io.meshobservatory.models.profile.SmallMesh.HOUR;
import static io.meshobservatory.models.profile.SmallMesh.MAILER;
import static io.meshobservatory.models.profile.SmallMesh.ORDERS;
import static io.meshobservatory.models.profile.SmallMesh.PAYMENTS;
import static io.meshobservatory.models.profile.SmallMesh.SAAS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.feature.FeatureSchema;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.signal.SignalKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The state of a node profile")
class ProfileStateTest {
    private static final int FROM = 8 * HOUR;
    private static final Node EVIL = Node.external("drop.evil.example");

    private static void thefts(int minute, SmallMesh mesh) {
        if (minute >= FROM) {
            mesh.edge(MAILER, SAAS, "http").add(10, "", 1_000_000, 200);
            mesh.edge(CART, PAYMENTS, "http").add(3, "GET /x", 200, 200).denied(3, "rbac none");
            mesh.edge(CART, EVIL, "http").add(1, "", 300, 100);
        }
    }

    private static byte[] bytes(NodeProfile profile) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        profile.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static NodeProfile copy(NodeProfile profile) throws IOException {
        return NodeProfile.read(new DataInputStream(new ByteArrayInputStream(bytes(profile))));
    }

    @Test
    @DisplayName("is the same after writing and reading, and goes on in the same way")
    void survivesWriting() throws IOException {
        SmallMesh mesh = SmallMesh.run(3, FROM + 30, ProfileStateTest::thefts);
        assertThat(mesh.signals(0)).isNotEmpty();
        for (Node node : List.of(ORDERS, CART, MAILER, SAAS, SmallMesh.BACKUP)) {
            NodeProfile profile = mesh.profile(node);
            NodeProfile copy = copy(profile);
            assertThat(bytes(copy)).isEqualTo(bytes(profile));
            assertThat(bytes(profile).length).as("bytes of %s", node.name()).isLessThan(8_000);
            long start = SmallMesh.START + (FROM + 31) * 60_000L;
            EdgeMinute edge = new EdgeMinuteBuilder(node, EVIL, "http")
                    .add(5, "PUT /x", 1_000_000, 10)
                    .at(start);
            Sighted sighted =
                    new Sighted(edge, new Prevalence(1, start, Double.NaN, Double.NaN, Double.NaN, List.of()));
            assertThat(copy.observe(
                            start, List.of(sighted), List.of(), List.of(), ProfileSettings.defaults(), Releases.NONE))
                    .isEqualTo(profile.observe(
                            start, List.of(sighted), List.of(), List.of(), ProfileSettings.defaults(), Releases.NONE));
            assertThat(bytes(copy)).isEqualTo(bytes(profile));
        }
    }

    @Test
    @DisplayName("does not depend on the order in which a minute's relations come")
    void orderDoesNotMatter() throws IOException {
        SmallMesh sorted = SmallMesh.run(4, FROM + 30, false, ProfileStateTest::thefts);
        SmallMesh shuffled = SmallMesh.run(4, FROM + 30, true, ProfileStateTest::thefts);
        assertThat(sorted.signals(0)).isNotEmpty();
        assertThat(shuffled.signals(0)).isEqualTo(sorted.signals(0));
        assertThat(shuffled.vectors).isEqualTo(sorted.vectors);
        assertThat(bytes(shuffled.profile(ORDERS))).isEqualTo(bytes(sorted.profile(ORDERS)));
    }

    @Test
    @DisplayName("gives features that are numbers within the limit or missing, small in ordinary hours")
    void features() {
        SmallMesh mesh = SmallMesh.run(5, FROM + 30, ProfileStateTest::thefts);
        List<Double> ordinary = new ArrayList<>();
        for (FeatureVector vector : mesh.vectors) {
            for (int i = 0; i < FeatureSchema.size(); i++) {
                double value = vector.values()[i];
                assertThat(Double.isNaN(value) || Math.abs(value) <= FeatureSchema.LIMIT)
                        .as("%s of %s: %s", FeatureSchema.names().get(i), vector.node(), value)
                        .isTrue();
                assertThat(Double.isInfinite(vector.observed()[i]) || Double.isInfinite(vector.expected()[i]))
                        .isFalse();
                if (!Double.isNaN(value) && vector.minuteStartMillis() < SmallMesh.START + FROM * 60_000L) {
                    ordinary.add(Math.abs(value));
                }
            }
        }
        assertThat(ordinary).hasSizeGreaterThan(10_000);
        assertThat(ordinary.stream().filter(value -> value > 6).count()).isLessThan(ordinary.size() / 500);
        FeatureVector theft = mesh.vectors.stream()
                .filter(vector -> vector.node().equals(MAILER) && vector.held())
                .findFirst()
                .orElseThrow();
        int external = FeatureSchema.names().indexOf("external_bytes_out");
        assertThat(theft.values()[external]).isGreaterThan(6);
        assertThat(theft.observed()[external]).isGreaterThan(10_000_000);
        assertThat(theft.expected()[external]).isBetween(1_000.0, 300_000.0);
    }

    @Test
    @DisplayName("does not learn what it tells of, until that has gone on for a day")
    void heldAndReleased() {
        int from = DAY;
        SmallMesh mesh = SmallMesh.run(6, from + 30 * HOUR, (minute, now) -> {
            if (minute >= from) {
                now.edge(MAILER, SAAS, "http").add(10, "", 1_000_000, 200);
            }
        });
        assertThat(mesh.signals(from, SignalKind.UPLOAD))
                .as("all of the first day")
                .hasSize(DAY)
                .allMatch(signal -> signal.startMillis() < SmallMesh.START + (from + DAY) * 60_000L);
    }

    @Test
    @DisplayName("learns what goes on as soon as people release it, and tells no more of it")
    void released() {
        int from = DAY;
        int releasedAt = from + 2 * HOUR;
        SmallMesh mesh = SmallMesh.run(6, from + 6 * HOUR, (minute, now) -> {
            if (minute >= from) {
                now.edge(MAILER, SAAS, "http").add(10, "", 1_000_000, 200);
            }
            if (minute == releasedAt) {
                now.releases = released(AlertKind.EXFILTRATION, MAILER, releasedAt);
            }
        });
        assertThat(mesh.signals(from, SignalKind.UPLOAD))
                .as("all until then")
                .hasSize(2 * HOUR)
                .allMatch(signal -> signal.startMillis() < SmallMesh.START + releasedAt * 60_000L);
        FeatureVector last = mesh.vectors.stream()
                .filter(vector -> vector.node().equals(MAILER))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(last.held()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"none, 1", "before, 1", "of another, 1", "of another kind, 1", "behind, 0"})
    @DisplayName("expects at its hour what people released after it was over")
    void releasedAfterwards(String release, int signalsOfTheNextNight) {
        int first = DAY + 3 * HOUR;
        int next = first + DAY;
        SmallMesh mesh = SmallMesh.run(6, next + 30, (minute, now) -> {
            boolean night = (minute >= first && minute < first + 20) || (minute >= next && minute < next + 20);
            if (night) {
                now.edge(MAILER, SAAS, "http").add(10, "", 1_000_000, 200);
            }
            if (minute == first - HOUR && release.equals("before")) {
                now.releases = released(AlertKind.EXFILTRATION, MAILER, minute);
            }
            if (minute == first + 5 * HOUR) {
                now.releases = switch (release) {
                    case "of another" -> released(AlertKind.EXFILTRATION, CART, minute);
                    case "of another kind" -> released(AlertKind.DDOS, MAILER, minute);
                    case "behind" -> released(AlertKind.EXFILTRATION, MAILER, minute);
                    default -> now.releases;
                };
            }
        });
        assertThat(mesh.signals(first, SignalKind.UPLOAD).stream()
                        .filter(signal -> signal.startMillis() < SmallMesh.START + next * 60_000L))
                .hasSize(20);
        assertThat(mesh.signals(next, SignalKind.UPLOAD))
                .as("in its second minute it has come twice at this hour")
                .hasSize(signalsOfTheNextNight);
    }

    private static Releases released(AlertKind kind, Node source, int minute) {
        return (kinds, from, destination) ->
                kinds.contains(kind) && from.equals(source) ? SmallMesh.START + minute * 60_000L : Releases.NEVER;
    }

    @Test
    @DisplayName("bounds the edges, and says how many it forgot")
    void bounded() throws IOException {
        NodeProfile profile = new NodeProfile();
        int forgotten = 0;
        for (int minute = 0; minute < 30; minute++) {
            long start = SmallMesh.START + minute * 60_000L;
            List<Sighted> called = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                EdgeMinute edge = new EdgeMinuteBuilder(CART, Node.external("host-" + minute + "-" + i), "http")
                        .add(1, "", 10, 10)
                        .at(start);
                called.add(new Sighted(edge, new Prevalence(1, start, Double.NaN, Double.NaN, Double.NaN, List.of())));
            }
            MinuteResult result =
                    profile.observe(start, called, List.of(), List.of(), ProfileSettings.defaults(), Releases.NONE);
            forgotten += result.edgesForgotten();
            assertThat(result.signals().size()).isLessThanOrEqualTo(8);
        }
        assertThat(forgotten).isEqualTo(1_000);
        assertThat(bytes(profile).length).isLessThan(2_000 * 400);
    }

    @Test
    @DisplayName("may be cleared two weeks after the node was seen last")
    void forgettable() {
        NodeProfile profile = new NodeProfile();
        ProfileSettings settings = ProfileSettings.defaults();
        assertThat(profile.nextWakeMillis(settings)).isEqualTo(Long.MAX_VALUE);
        EdgeMinute edge =
                new EdgeMinuteBuilder(CART, PAYMENTS, "http").add(1, "", 1, 1).at(SmallMesh.START);
        Prevalence prevalence = new Prevalence(1, SmallMesh.START, Double.NaN, Double.NaN, Double.NaN, List.of());
        profile.observe(
                SmallMesh.START, List.of(new Sighted(edge, prevalence)), List.of(), List.of(), settings, Releases.NONE);
        long wake = profile.nextWakeMillis(settings);
        assertThat(wake).isEqualTo(SmallMesh.START + 14L * DAY * 60_000);
        assertThat(profile.isForgettable(wake - 1, settings)).isFalse();
        assertThat(profile.isForgettable(wake, settings)).isTrue();
    }

    @Test
    @DisplayName("is refused in an unknown format")
    void unknownFormat() {
        DataInputStream unknown = new DataInputStream(new ByteArrayInputStream(new byte[] {99}));
        assertThatThrownBy(() -> NodeProfile.read(unknown)).hasMessageContaining("format 99 (expected: 2)");
    }
}
