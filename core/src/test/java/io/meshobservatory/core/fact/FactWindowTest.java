/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactWindowTest {
    private static final Node NODE = new Node("c", "shop", "cart", NodeKind.SERVICE);
    private static final Node PEER = new Node("c", "shop", "orders", NodeKind.SERVICE);

    @Test
    @DisplayName("Values become one as their kind says")
    void mergesAsTheKindSays() {
        FactWindow window = new FactWindow();
        for (FactKind kind : List.of(
                FactKind.RBAC_DENIED,
                FactKind.CIRCUIT_BREAKER_OPEN,
                FactKind.CONTROL_PLANE_UP,
                FactKind.OUTLIERS_EJECTED)) {
            window.add(fact(kind, "", 30, 2));
            window.add(fact(kind, "", 10, 1));
            window.add(fact(kind, "", 20, 4));
        }

        assertThat(rows(window))
                .extracting(FactRow::kind, FactRow::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(FactKind.RBAC_DENIED, 7.0),
                        org.assertj.core.groups.Tuple.tuple(FactKind.CIRCUIT_BREAKER_OPEN, 4.0),
                        org.assertj.core.groups.Tuple.tuple(FactKind.CONTROL_PLANE_UP, 1.0),
                        org.assertj.core.groups.Tuple.tuple(FactKind.OUTLIERS_EJECTED, 2.0));
    }

    @Test
    @DisplayName("Of two values at the same time the greater is the latest, also below zero")
    void latestAtTheSameTime() {
        FactWindow window = new FactWindow();
        window.add(fact(FactKind.HEALTHY_HOSTS, "", 10, -3));
        window.add(fact(FactKind.HEALTHY_HOSTS, "", 10, -2));
        window.add(fact(FactKind.HEALTHY_HOSTS, "", 10, -5));

        assertThat(rows(window)).extracting(FactRow::value).containsExactly(-2.0);
    }

    @Test
    @DisplayName("Details and peers are rows of their own; only what changed is given again")
    void givesOnlyWhatChanged() {
        FactWindow window = new FactWindow();
        window.add(fact(FactKind.RBAC_DENIED, "a", 0, 1));
        window.add(fact(FactKind.RBAC_DENIED, "b", 0, 1));
        window.add(new Fact(NODE, PEER, FactKind.RBAC_DENIED, "a", 0, 1));
        assertThat(rows(window)).hasSize(3);
        assertThat(rows(window)).isEmpty();

        window.add(fact(FactKind.RBAC_DENIED, "b", 0, 1));

        assertThat(rows(window)).containsExactly(new FactRow(60_000, NODE, null, FactKind.RBAC_DENIED, "b", 2));
    }

    @Test
    @DisplayName("What is beyond the limit is told together, and nothing is lost")
    void tellsTheRestTogether() {
        FactWindow window = new FactWindow();
        for (int i = 0; i < 2_000; i++) {
            window.add(fact(FactKind.TLS_HANDSHAKE_FAILURES, "cause " + i, i, 1));
        }

        List<FactRow> rows = rows(window);

        assertThat(rows).hasSize(501);
        assertThat(rows.stream().mapToDouble(FactRow::value).sum()).isEqualTo(2_000);
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.detail()).isEqualTo("OTHER");
            assertThat(row.value()).isEqualTo(1_500);
        });
    }

    /** A row that was written would stay in the tables for ever. */
    @Test
    @DisplayName("What was given out is never pushed out by what comes later")
    void keepsWhatWasGivenOut() {
        FactWindow window = new FactWindow();
        for (int i = 0; i < 500; i++) {
            window.add(fact(FactKind.RBAC_DENIED, "rule " + i, i, 1));
        }
        assertThat(rows(window)).hasSize(500);

        for (int i = 500; i < 600; i++) {
            window.add(fact(FactKind.RBAC_DENIED, "rule " + i, i, 1));
        }

        assertThat(rows(window)).containsExactly(new FactRow(60_000, NODE, null, FactKind.RBAC_DENIED, "OTHER", 100));
    }

    static long[] seeds() {
        return java.util.stream.LongStream.range(0, 200).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("The same facts in any order, with copies and bytes between, give the same rows to the bit")
    void doesNotDependOnTheOrder(long seed) throws IOException {
        Random random = new Random(seed);
        FactKind[] kinds = FactKind.values();
        List<Fact> facts = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0, count = seed < 20 ? 3_000 : 100; i < count; i++) {
            FactKind kind = kinds[random.nextInt(kinds.length)];
            double value = random.nextBoolean() ? random.nextInt(1_000_000) : random.nextInt(1 << 20) / 1024.0;
            Node peer = random.nextInt(3) == 0 ? PEER : null;
            facts.add(new Fact(NODE, peer, kind, "d" + random.nextInt(60), random.nextInt(100), value));
            sum = kind == FactKind.RBAC_DENIED ? sum.add(new BigDecimal(value)) : sum;
        }
        List<Fact> shuffled = new ArrayList<>(facts);
        Collections.shuffle(shuffled, random);
        FactWindow one = new FactWindow();
        facts.forEach(one::add);
        FactWindow two = new FactWindow();
        for (Fact fact : shuffled) {
            two.add(fact);
            if (random.nextInt(50) == 0) {
                two = random.nextBoolean() ? two.copy() : copyThroughBytes(two);
            }
        }

        List<FactRow> rows = rows(one);

        assertThat(rows(two)).isEqualTo(rows);
        assertThat(rows.stream()
                        .filter(row -> row.kind() == FactKind.RBAC_DENIED)
                        .map(row -> new BigDecimal(row.value()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sum);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
    @DisplayName("What is no number cannot be told")
    void refusesWhatIsNoNumber(double value) {
        assertThat(FactWindow.isTellable(value)).isFalse();
        assertThat(FactWindow.isTellable(-1.5)).isTrue();
    }

    /** A change of these bytes needs a new format number. */
    @Test
    @DisplayName("The bytes of the state are as written down")
    void writesTheBytesWrittenDown() throws IOException {
        FactWindow window = new FactWindow();
        window.add(new Fact(NODE, new Node("c", "n", "p", NodeKind.SERVICE), FactKind.OUTLIERS_EJECTED, "d", 7, 2.5));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        window.write(new DataOutputStream(bytes));

        assertThat(java.util.HexFormat.of().formatHex(bytes.toByteArray()))
                .isEqualTo(
                        "01" // format
                                + "00" // not given out
                                + "00000001" // one fact
                                + "01" + "000164" // kind, detail
                                + "01" + "000163" + "00016e" + "000170" + "00" // peer: cluster, namespace, name, kind
                                + "0000000000000002" // whole part of the sum
                                + "0000000020000000" // 2^-30ths of the sum
                                + "4004000000000000" // extreme
                                + "0000000000000007" // its time
                                + "01"); // changed
    }

    @Test
    @DisplayName("A state of another format is refused")
    void refusesAnUnknownFormat() {
        assertThatThrownBy(() -> FactWindow.read(new DataInputStream(new ByteArrayInputStream(new byte[] {9}))))
                .isInstanceOf(IOException.class)
                .hasMessage("facts of a minute in format 9 (expected: 1)");
    }

    private static List<FactRow> rows(FactWindow window) {
        List<FactRow> rows = new ArrayList<>();
        window.show(60_000, NODE, rows::add);
        return rows;
    }

    private static Fact fact(FactKind kind, String detail, long time, double value) {
        return new Fact(NODE, null, kind, detail, time, value);
    }

    private static FactWindow copyThroughBytes(FactWindow window) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        window.write(new DataOutputStream(bytes));
        return FactWindow.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
