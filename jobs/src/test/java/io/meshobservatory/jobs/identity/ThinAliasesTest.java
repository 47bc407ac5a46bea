/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static io.meshobservatory.jobs.identity.Deltas.START;
import static io.meshobservatory.jobs.identity.Deltas.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import java.util.List;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThinAliasesTest {
    private static final Node ADDRESS = Alias.ofAddress("c1", "10.0.0.1");

    @Test
    @DisplayName(
            "An alias passes once for each window, with and without its cluster; names that nobody can have do not pass")
    void passesOncePerWindow() throws Exception {
        try (var harness = new OneInputStreamOperatorTestHarness<>(new StreamFlatMap<>(new ThinAliases()))) {
            harness.open();
            Alias first = alias(ADDRESS, "v1", 0);
            Alias next = alias(ADDRESS, "v1", 10_000);
            Alias other = alias(ADDRESS, "v2", 5_000);
            for (Alias alias : List.of(
                    first,
                    alias(ADDRESS, "v1", 9_999),
                    next,
                    first,
                    other,
                    alias(Alias.ofAddress("c1", "127.0.0.1"), "v1", 0),
                    alias(Alias.ofName(service("unknown")), "v1", 0))) {
                harness.processElement(new StreamRecord<>(alias));
            }

            assertThat(harness.extractOutputValues())
                    .containsExactly(
                            first.withoutCluster(), first, next.withoutCluster(), next, other.withoutCluster(), other);
        }
    }

    private static Alias alias(Node name, String version, long atMillis) {
        return new Alias(name, new Workload(service("cart"), version), START + atMillis);
    }
}
