/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is noted and merged must count as if each had been put into its bucket at once. */
class BucketStoreTest {
    private static final int STEPS = 3_000;
    private static final int STORES = 3;

    @ParameterizedTest(name = "indexes below {0}")
    @ValueSource(ints = {1, 3, 40, 1_000_000})
    @DisplayName("additions, withdrawals and merges, looked at in between or not: the counts of a plain map")
    void asPlainMap(int indexes) {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Store> stores = new ArrayList<>();
            List<TreeMap<Integer, Long>> maps = new ArrayList<>();
            for (int i = 0; i < STORES; i++) {
                stores.add(new Store());
                maps.add(new TreeMap<>());
            }
            for (int step = 0; step < STEPS; step++) {
                int one = random.nextInt(STORES);
                int other = random.nextInt(STORES);
                int index = random.nextInt(indexes) - indexes / 2;
                switch (random.nextInt(200)) {
                    case 0 -> assertThat(counts(stores.get(one))).isEqualTo(maps.get(one));
                    case 1 -> {
                        int sign = one == other || random.nextBoolean() ? -1 : 1;
                        stores.get(one).addBuckets(stores.get(other), sign);
                        new TreeMap<>(maps.get(other)).forEach((at, times) -> add(maps.get(one), at, sign * times));
                    }
                    case 2, 3, 4, 5 -> {
                        long times = random.nextInt(5) - 2L;
                        stores.get(one).addToBucket(index, times);
                        add(maps.get(one), index, times);
                    }
                    default -> {
                        stores.get(one).addOne(index);
                        add(maps.get(one), index, 1);
                    }
                }
            }
            for (int i = 0; i < STORES; i++) {
                assertThat(counts(stores.get(i))).as("seed %d", seed).isEqualTo(maps.get(i));
            }
        }
    }

    private static void add(TreeMap<Integer, Long> map, int index, long times) {
        map.merge(index, times, Long::sum);
        map.remove(index, 0L);
    }

    /** In the order of the store, where an index may stand once only. */
    private static TreeMap<Integer, Long> counts(BucketStore store) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < store.buckets(); i++) {
            assertThat(counts.isEmpty() || counts.lastKey() < store.bucketIndex(i))
                    .as("buckets ascend")
                    .isTrue();
            counts.put(store.bucketIndex(i), store.bucketCount(i));
        }
        return counts;
    }

    private static final class Store extends BucketStore {}
}
