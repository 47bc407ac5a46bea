/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Workload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AliasHistoryTest {
    private static final long TEN_SECONDS = 10_000;
    private static final long START = 1_700_000_000_000L;
    private static final long LATENESS = 120_000;
    private static final Workload CART = workload("cart", "v1");
    private static final Workload ORDERS = workload("orders", "v1");

    @Test
    @DisplayName("An address is whoever claims it nearest in time, before or after")
    void anAddressIsTheNearestClaim() {
        AliasHistory history = new AliasHistory();
        history.add(CART, at(0));
        history.add(CART, at(10));
        history.add(ORDERS, at(21));

        assertThat(owner(history, AliasKind.ADDRESS, 5))
                .as("between two claims")
                .isEqualTo(CART);
        assertThat(owner(history, AliasKind.ADDRESS, 15)).isEqualTo(CART);
        assertThat(owner(history, AliasKind.ADDRESS, 16)).isEqualTo(ORDERS);
        assertThat(owner(history, AliasKind.ADDRESS, 30)).isEqualTo(ORDERS);
    }

    /** Pods on the host's network all have the address of their host. */
    @Test
    @DisplayName("An address that two nodes claim at the same time is nobody's")
    void aSharedAddressIsNobodys() {
        AliasHistory history = new AliasHistory();
        for (int window = 0; window < 10; window += 2) {
            history.add(CART, at(window));
            history.add(ORDERS, at(window + 1));
        }

        assertThat(owner(history, AliasKind.ADDRESS, 4)).isNull();
        assertThat(owner(history, AliasKind.ADDRESS, 0))
                .as("before the other came")
                .isEqualTo(CART);
    }

    @Test
    @DisplayName("A name that two nodes claim within the hour is nobody's, whoever is nearer")
    void aSharedNameIsNobodys() {
        AliasHistory history = new AliasHistory();
        history.add(CART, at(0));
        assertThat(owner(history, AliasKind.NAME, 100)).isEqualTo(CART);
        history.add(ORDERS, at(90));

        assertThat(owner(history, AliasKind.NAME, 100)).isNull();
        assertThat(owner(history, AliasKind.NAME, 400))
                .as("an hour after the first")
                .isEqualTo(ORDERS);
        assertThat(owner(history, AliasKind.ADDRESS, 100)).isEqualTo(ORDERS);
    }

    @Test
    @DisplayName("A claim that tells less than another of the same name yields to it, but not to two that differ")
    void aHalfToldClaimYields() {
        Workload half = new Workload(new Node("c1", Node.UNKNOWN_NAME, "cart", NodeKind.SERVICE), "v2");
        Workload whole = new Workload(new Node("c1", "shop", "cart", NodeKind.SERVICE), Node.UNKNOWN_NAME);
        Workload other = new Workload(new Node("c1", "test", "cart", NodeKind.SERVICE), "v1");
        AliasHistory history = new AliasHistory();
        history.add(half, at(0));
        history.add(whole, at(1));

        assertThat(owner(history, AliasKind.NAME, 2)).isEqualTo(new Workload(whole.node(), "v2"));

        history.add(other, at(2));

        assertThat(owner(history, AliasKind.NAME, 2)).isNull();
    }

    @Test
    @DisplayName("A node of several versions is that node, in a version that is not known")
    void severalVersionsAreOneNode() {
        AliasHistory history = new AliasHistory();
        history.add(workload("cart", Node.UNKNOWN_NAME), at(0));
        history.add(CART, at(0));
        assertThat(owner(history, AliasKind.NAME, 0)).isEqualTo(CART);
        history.add(workload("cart", "v2"), at(0));
        history.add(workload("cart", "v3"), at(0));

        assertThat(owner(history, AliasKind.NAME, 0)).isEqualTo(workload("cart", Node.UNKNOWN_NAME));
    }

    @Test
    @DisplayName("A claim counts for an hour after it, and before it as long as the window may change")
    void aClaimCountsForAnHour() {
        AliasHistory history = new AliasHistory();
        history.add(CART, at(1_000));

        assertThat(owner(history, AliasKind.ADDRESS, 1_360)).isEqualTo(CART);
        assertThat(owner(history, AliasKind.ADDRESS, 1_361)).isNull();
        assertThat(owner(history, AliasKind.ADDRESS, 988)).isEqualTo(CART);
        assertThat(owner(history, AliasKind.ADDRESS, 987)).isNull();
    }

    @Test
    @DisplayName("Nobody owns what is known already")
    void nobodyOwnsAKnownNode() {
        AliasHistory history = new AliasHistory();
        history.add(CART, at(0));

        assertThat(owner(history, AliasKind.NONE, 0)).isNull();
    }

    @Test
    @DisplayName("Of more than sixteen owners at about the same time sixteen are kept, whatever comes first")
    void isBounded() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Claim> claims = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                claims.add(new Claim(workload("s" + random.nextInt(40), "v1"), random.nextInt(300)));
            }
            AliasHistory one = historyOf(claims);
            Collections.shuffle(claims, random);
            AliasHistory two = historyOf(claims);

            for (long window = 0; window < 400; window++) {
                assertThat(owner(two, AliasKind.ADDRESS, window))
                        .as("seed %d, window %d", seed, window)
                        .isEqualTo(owner(one, AliasKind.ADDRESS, window));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            one.write(new DataOutputStream(bytes));
            // at most 6 blocks with 16 owners each; 200 claims would take more
            assertThat(bytes.size()).isLessThan(6 * 16 * (4 + 16 + 20));
        }
    }

    @Test
    @DisplayName("An address that is given to many within the hour is whose it was last")
    void keepsTheLatestOfMany() {
        AliasHistory history = new AliasHistory();
        for (int i = 0; i < 100; i++) {
            history.add(workload("s" + i, "v1"), at(i * 8));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(owner(history, AliasKind.ADDRESS, i * 8)).isEqualTo(workload("s" + i, "v1"));
        }
    }

    @Test
    @DisplayName("A claim that is not kept changes nothing, however often it comes")
    void whatIsNotKeptIsNotNew() {
        AliasHistory history = new AliasHistory();
        List<Workload> refused = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Workload owner = workload("s" + i, "v1");
            if (!history.add(owner, at(0))) {
                refused.add(owner);
            }
        }

        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(owner -> assertThat(history.add(owner, at(0))).isFalse());
    }

    @Test
    @DisplayName("Nothing is left when the last claim is forgotten, and no answer changes before")
    void leavesNothingBehind() {
        AliasHistory history = new AliasHistory();
        history.add(CART, at(0));
        long needed = at(360) + TEN_SECONDS - 1 + LATENESS;

        history.forget(needed - 1, LATENESS);
        assertThat(owner(history, AliasKind.ADDRESS, 360)).isEqualTo(CART);
        history.forget(AliasHistory.forgottenMillis(at(0) + 9_999, LATENESS), LATENESS);
        assertThat(history.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("Whoever bears a name goes before those that are only called so; without it the name is theirs")
    void whoeverBearsTheName() {
        Node name = new Node("c", "shop", "voting-svc", NodeKind.UNKNOWN);
        AliasHistory history = new AliasHistory();
        history.add(workload("voting", "unknown"), at(0));
        assertThat(history.owner(name, at(0), LATENESS)).isEqualTo(workload("voting", "unknown"));

        history.add(workload("voting-svc", "v2"), at(1));
        assertThat(history.owner(name, at(0), LATENESS)).isEqualTo(workload("voting-svc", "v2"));

        history.add(new Workload(new Node("c2", "shop", "voting-svc", NodeKind.SERVICE), "v2"), at(1));
        assertThat(history.owner(name, at(0), LATENESS)).as("two bear it").isNull();
    }

    @Test
    @DisplayName("Claimants that are told with less and less yield to the one that is told fully, and to none of two")
    void halfToldYieldsToTheFullest() {
        Node full = new Node("c", "shop", "cart", NodeKind.SERVICE);
        AliasHistory history = new AliasHistory();
        history.add(new Workload(new Node("unknown", "unknown", "cart", NodeKind.SERVICE), "unknown"), at(0));
        history.add(new Workload(new Node("c", "unknown", "cart", NodeKind.SERVICE), "unknown"), at(0));
        history.add(new Workload(new Node("unknown", "shop", "cart", NodeKind.SERVICE), "unknown"), at(0));
        Node name = new Node("unknown", "unknown", "cart", NodeKind.UNKNOWN);
        assertThat(history.owner(name, at(0), LATENESS))
                .as("these two may be two")
                .isNull();

        history.add(new Workload(full, "v1"), at(0));
        assertThat(history.owner(name, at(0), LATENESS)).isEqualTo(new Workload(full, "v1"));

        history.add(new Workload(new Node("c", "store", "cart", NodeKind.SERVICE), "v1"), at(0));
        assertThat(history.owner(name, at(0), LATENESS)).isNull();
    }

    /** A change of these bytes needs a new format number. */
    @Test
    @DisplayName("The bytes of the state are as written down")
    void writesTheBytesWrittenDown() throws IOException {
        AliasHistory history = new AliasHistory();
        history.add(new Workload(new Node("c", "n", "s", NodeKind.GATEWAY), "v"), 650_000);
        history.add(new Workload(new Node("c", "n", "s", NodeKind.GATEWAY), "v"), 660_000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        history.write(new DataOutputStream(bytes));

        assertThat(java.util.HexFormat.of().formatHex(bytes.toByteArray()))
                .isEqualTo(
                        "01" // format
                                + "00000001" // one workload
                                + "000163" + "00016e" + "000173" + "03" // cluster, namespace, name, kind
                                + "000176" // version
                                + "00000001" // one block
                                + "0000000000000001" // windows 64 to 127
                                + "0000000000000006"); // windows 65 and 66
    }

    @Test
    @DisplayName("A state of another format is refused")
    void refusesAnUnknownFormat() {
        assertThatThrownBy(() -> AliasHistory.read(new DataInputStream(new ByteArrayInputStream(new byte[] {9}))))
                .isInstanceOf(IOException.class)
                .hasMessage("alias history in format 9 (expected: 1)");
    }

    static long[] seeds() {
        return java.util.stream.LongStream.range(0, 300).toArray();
    }

    private record Claim(Workload owner, long window) {}

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("Claims in any order, with copies and bytes between, give what a slow oracle gives")
    void equalsTheOracleInAnyOrder(long seed) throws IOException {
        Random random = new Random(seed);
        List<Claim> claims = new ArrayList<>();
        for (int i = 0, count = 1 + random.nextInt(12); i < count; i++) {
            Workload owner = workload("s" + random.nextInt(4), random.nextInt(3) == 0 ? Node.UNKNOWN_NAME : "v1");
            long from = random.nextInt(800);
            for (int j = 0, times = 1 + random.nextInt(5); j < times; j++) {
                claims.add(new Claim(owner, from + random.nextInt(60)));
            }
        }
        List<Claim> other = new ArrayList<>(claims);
        Collections.shuffle(other, random);
        AliasHistory one = new AliasHistory();
        AliasHistory two = new AliasHistory();
        for (int i = 0; i < claims.size(); i++) {
            one.add(claims.get(i).owner(), at(claims.get(i).window()) + random.nextInt(10_000));
            two.add(other.get(i).owner(), at(other.get(i).window()) + random.nextInt(10_000));
            two = random.nextBoolean() ? two.copy() : copyThroughBytes(two);
        }
        for (AliasKind kind : AliasKind.values()) {
            for (long window = -20; window < 1_300; window += 1 + random.nextInt(7)) {
                Workload expected = oracle(claims, kind, window);
                assertThat(owner(one, kind, window)).as("%s %d", kind, window).isEqualTo(expected);
                assertThat(owner(two, kind, window)).as("%s %d", kind, window).isEqualTo(expected);
            }
        }
    }

    /** Word by word what the documentation of the history says. */
    private static @Nullable Workload oracle(List<Claim> claims, AliasKind kind, long window) {
        TreeMap<Long, TreeSet<Node>> nodesByDistance = new TreeMap<>();
        TreeMap<Node, TreeMap<Long, TreeSet<String>>> versionsByDistance = new TreeMap<>();
        for (Claim claim : claims) {
            List<Long> seen = claims.stream()
                    .filter(that -> that.owner().equals(claim.owner()))
                    .map(Claim::window)
                    .filter(at -> at >= window - 360 && at <= window + 12)
                    .sorted()
                    .toList();
            if (seen.isEmpty() || kind == AliasKind.NONE) {
                continue;
            }
            long first = seen.get(0);
            long last = seen.get(seen.size() - 1);
            long distance = kind == AliasKind.NAME || (first <= window && window <= last)
                    ? 0
                    : Math.min(Math.abs(window - first), Math.abs(window - last));
            Node node = claim.owner().node();
            nodesByDistance.computeIfAbsent(distance, key -> new TreeSet<>()).add(node);
            if (!claim.owner().version().equals(Node.UNKNOWN_NAME)) {
                versionsByDistance
                        .computeIfAbsent(node, key -> new TreeMap<>())
                        .computeIfAbsent(distance, key -> new TreeSet<>())
                        .add(claim.owner().version());
            }
        }
        if (nodesByDistance.isEmpty() || nodesByDistance.firstEntry().getValue().size() > 1) {
            return null;
        }
        Node node = nodesByDistance.firstEntry().getValue().first();
        TreeMap<Long, TreeSet<String>> versions = versionsByDistance.getOrDefault(node, new TreeMap<>());
        boolean told = !versions.isEmpty() && versions.firstEntry().getValue().size() == 1;
        return new Workload(node, told ? versions.firstEntry().getValue().first() : Node.UNKNOWN_NAME);
    }

    private static AliasHistory historyOf(List<Claim> claims) {
        AliasHistory history = new AliasHistory();
        claims.forEach(claim -> history.add(claim.owner(), at(claim.window())));
        return history;
    }

    private static AliasHistory copyThroughBytes(AliasHistory history) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        history.write(new DataOutputStream(bytes));
        return AliasHistory.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private static @Nullable Workload owner(AliasHistory history, AliasKind kind, long window) {
        Node name = switch (kind) {
            case NONE -> Alias.ofAddress("c", "127.0.0.1");
            case ADDRESS -> Alias.ofAddress("c", "10.0.0.1");
            case NAME -> new Node("c", "n", "a-name-of-nobody", NodeKind.UNKNOWN);
        };
        assertThat(AliasKind.of(name)).isEqualTo(kind);
        return history.owner(name, at(window), LATENESS);
    }

    private static long at(long window) {
        return START + window * TEN_SECONDS;
    }

    private static Workload workload(String name, String version) {
        return new Workload(new Node("c", "shop", name, NodeKind.SERVICE), version);
    }
}
