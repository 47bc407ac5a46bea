/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.telemetry.SampleWeight;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names come from outside: however many there are, the memory is bounded, and the counts that are kept are right. */
class BoundedCountsTest {
    private static final int LIMIT = 16;
    private static final int SEEDS = 200;

    @Test
    @DisplayName("additions in any order, in any portions: the same names with the same counts, the rest together")
    void anyOrder() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int names = 1 + random.nextInt(3 * LIMIT);
            List<String> additions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                additions.add("name-" + random.nextInt(names));
            }
            Map<String, Long> expected = counted(additions).toCalls();
            for (int round = 0; round < 5; round++) {
                Collections.shuffle(additions, random);
                BoundedCounts merged = new BoundedCounts(LIMIT);
                List<BoundedCounts> parts = new ArrayList<>();
                for (int i = 0; i < additions.size(); ) {
                    int to = Math.min(additions.size(), i + 1 + random.nextInt(80));
                    parts.add(counted(additions.subList(i, to)));
                    i = to;
                }
                Collections.shuffle(parts, random);
                parts.forEach(part -> merged.merge(part, 1));
                assertThat(merged.toCalls()).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    @DisplayName("what is kept is counted exactly; only what is not kept is counted together")
    void keptNamesAreExact() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Map<String, Long> exact = new TreeMap<>();
            BoundedCounts counts = new BoundedCounts(LIMIT);
            for (int i = 0; i < 300; i++) {
                String name = "name-" + random.nextInt(2 * LIMIT);
                long times = 1 + random.nextInt(9);
                exact.merge(name, times, Long::sum);
                counts.add(name, times * SampleWeight.ONE);
            }
            Map<String, Long> kept = counts.toCalls();
            assertThat(kept).as("seed %d", seed).hasSize(LIMIT + 1);
            kept.forEach((name, times) -> assertThat(
                            name.equals(BoundedCounts.OTHER) || exact.get(name).equals(times))
                    .isTrue());
            assertThat(sum(kept)).isEqualTo(sum(exact));
        }
    }

    @Test
    @DisplayName("within the limit, what is added and subtracted leaves what remains, whatever comes first")
    void subtraction() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Map<String, Long> expected = new TreeMap<>();
            List<BoundedCounts> changes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String name = "name-" + random.nextInt(LIMIT);
                BoundedCounts one = counted(List.of(name));
                changes.add(one);
                if (random.nextBoolean()) {
                    BoundedCounts withdrawn = new BoundedCounts(LIMIT);
                    withdrawn.merge(one, -1);
                    changes.add(withdrawn);
                } else {
                    expected.merge(name, 1L, Long::sum);
                }
            }
            Collections.shuffle(changes, random);
            BoundedCounts merged = new BoundedCounts(LIMIT);
            changes.forEach(change -> merged.merge(change, 1));
            assertThat(merged.toCalls()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("beyond the limit, subtraction may move counts between the rest and a name, but never loses any")
    void subtractionBeyondTheLimit() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            BoundedCounts counts = new BoundedCounts(LIMIT);
            List<String> additions = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                additions.add("name-" + random.nextInt(3 * LIMIT));
            }
            additions.forEach(name -> counts.add(name, SampleWeight.ONE));
            Collections.shuffle(additions, random);
            additions.subList(0, 60).forEach(name -> counts.add(name, -SampleWeight.ONE));

            assertThat(SampleWeight.calls(counts.total())).as("seed %d", seed).isEqualTo(40);
            assertThat(counts.toCalls()).hasSizeLessThanOrEqualTo(LIMIT + 1);
            assertThat(counts.toCalls().values()).allMatch(calls -> calls > 0);
            assertThat(sum(counts.toCalls())).as("seed %d", seed).isEqualTo(40);
        }
    }

    @Test
    @DisplayName("what is negative is settled with the rest, what the rest lacks with the greatest counts")
    void neverNegative() {
        BoundedCounts limited = new BoundedCounts(1);
        limited.add("a", 2 * SampleWeight.ONE);
        limited.add("b", 3 * SampleWeight.ONE);
        String kept = limited.toCalls().containsKey("a") ? "a" : "b";
        String other = kept.equals("a") ? "b" : "a";
        limited.add(kept, -limited.total());
        limited.add(other, SampleWeight.ONE);
        assertThat(limited.total()).isEqualTo(SampleWeight.ONE);
        assertThat(limited.toCalls().values()).containsExactly(1L);

        BoundedCounts lacking = new BoundedCounts(LIMIT);
        lacking.add("a", 2 * SampleWeight.ONE);
        lacking.add("b", 5 * SampleWeight.ONE);
        lacking.add(BoundedCounts.OTHER, -SampleWeight.ONE);
        lacking.add("c", -SampleWeight.ONE);
        assertThat(lacking.toCalls()).isEqualTo(Map.of("a", 2L, "b", 3L));

        lacking.add(BoundedCounts.OTHER, -9 * SampleWeight.ONE);
        assertThat(lacking.toCalls()).isEmpty();
    }

    @Test
    @DisplayName("a name that is itself the word for the rest takes no place of a name")
    void nameOfTheRest() {
        BoundedCounts counts = new BoundedCounts(1);
        counts.add(BoundedCounts.OTHER, SampleWeight.ONE);
        counts.add("a", SampleWeight.ONE);

        assertThat(counts.toCalls()).isEqualTo(Map.of("a", 1L, BoundedCounts.OTHER, 1L));
    }

    @Test
    @DisplayName("long names are cut to whole characters, so that they can be written as UTF-8")
    void longNames() {
        BoundedCounts counts = new BoundedCounts(LIMIT);
        counts.add("x".repeat(127) + "\ud83d\ude00" + "y".repeat(70_000), SampleWeight.ONE);

        assertThat(counts.toCalls().keySet()).allSatisfy(name -> {
            assertThat(name).hasSizeLessThanOrEqualTo(128);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
        });
    }

    @Test
    @DisplayName("what is written is read back, negative counts and the rest included; nothing is nothing")
    void written() throws IOException {
        BoundedCounts counts = new BoundedCounts(LIMIT);
        for (int i = 0; i < 3 * LIMIT; i++) {
            counts.add("name-" + i, (i % 3 - 1) * (i + 1) * SampleWeight.ONE);
        }
        assertThat(bytes(reread(counts))).isEqualTo(bytes(counts));
        assertThat(reread(counts).toCalls()).isEqualTo(counts.toCalls());
        assertThat(reread(counts).total()).isEqualTo(counts.total());

        BoundedCounts none = new BoundedCounts(LIMIT);
        none.add("a", 0);
        assertThat(reread(none).toCalls()).isEmpty();
        assertThat(none.total()).isZero();
    }

    private static BoundedCounts reread(BoundedCounts counts) throws IOException {
        BoundedCounts read = new BoundedCounts(LIMIT);
        read.read(new DataInputStream(new ByteArrayInputStream(bytes(counts))));
        return read;
    }

    private static byte[] bytes(BoundedCounts counts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counts.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static BoundedCounts counted(List<String> names) {
        BoundedCounts counts = new BoundedCounts(LIMIT);
        names.forEach(name -> counts.add(name, SampleWeight.ONE));
        return counts;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
