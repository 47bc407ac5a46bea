/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasKind;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.WindowSize;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets each alias pass about once in ten seconds: all that is kept of it is in which windows it was told. Names that cannot be
 * anybody's are left out.
 */
final class ThinAliases extends RichFlatMapFunction<Alias, Alias> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REMEMBERED = 200_000;

    private transient @Nullable Set<Told> told;

    @Override
    public void open(OpenContext context) {
        told = new HashSet<>();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void flatMap(Alias alias, Collector<Alias> out) {
        if (AliasKind.of(alias.name()) == AliasKind.NONE) {
            return;
        }
        if (!alias.name().cluster().equals(Node.UNKNOWN_NAME)) {
            flatMap(alias.withoutCluster(), out);
        }
        if (told.size() >= MAX_REMEMBERED) {
            told.clear();
        }
        long window = WindowSize.TEN_SECONDS.startMillis(alias.timeMillis());
        if (told.add(new Told(alias.name(), alias.workload(), window))) {
            out.collect(alias);
        }
    }

    private record Told(Node name, Workload workload, long windowStartMillis) {}
}
