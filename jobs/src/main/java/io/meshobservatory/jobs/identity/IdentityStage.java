/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.config.NameLimits;
import io.meshobservatory.jobs.config.RunMode;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.serialization.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells who the ends of edges are, between the sums of all kinds of telemetry and the windows of edges.
 *
 * @param edges the sums with real nodes in place of addresses and names, and within the limits of names; each comes before
 *     the watermark that closes its window
 * @param facts how many names were refused
 */
public record IdentityStage(DataStream<EdgeDelta> edges, DataStream<Fact> facts) {
    /**
     * Defines the stage.
     *
     * @param told sums, by the kind of telemetry that tells them: {@code traces}, {@code metrics}, {@code logs}
     * @param aliases names under which workloads are known; repetitions are thinned out
     * @param config the allowed lateness is taken from it
     * @param limits how many names the graph may have
     */
    public static IdentityStage define(
            SortedMap<String, DataStream<EdgeDelta>> told,
            DataStream<Alias> aliases,
            ServiceGraphConfig config,
            NameLimits limits) {
        long latenessMillis = config.allowedLateness().toMillis();
        DataStream<Alias> thinned = aliases.flatMap(new ThinAliases())
                .returns(IdentityTypes.ALIAS)
                .uid("thin-aliases")
                .name("thin aliases");
        List<DataStream<EdgeDelta>> known = new ArrayList<>();
        List<DataStream<EdgeDelta>> callees = new ArrayList<>();
        List<DataStream<EdgeDelta>> callers = new ArrayList<>();
        told.forEach((signal, deltas) -> {
            SingleOutputStreamOperator<EdgeDelta> routed = deltas.transform(
                            "route " + signal + " by names", Types.EDGE_DELTA, new RouteByNames())
                    .uid("route-" + signal + "-by-names");
            callers.add(routed);
            callees.add(routed.getSideOutput(RouteByNames.CALLEES));
            known.add(routed.getSideOutput(RouteByNames.KNOWN));
        });
        callees.add(identify(EdgeEnd.SOURCE, union(callers), thinned, latenessMillis));
        known.add(identify(EdgeEnd.DESTINATION, union(callees), thinned, latenessMillis)
                .transform("stamp windows", Types.EDGE_DELTA, new StampWindows())
                .uid("stamp-windows"));
        boolean sorted = RunMode.isBatch(thinned);
        SingleOutputStreamOperator<EdgeDelta> admitted = union(known)
                .keyBy(new ByObserver(), BasicTypeInfo.STRING_TYPE_INFO)
                .process(new AdmitNames(limits, latenessMillis, sorted), Types.EDGE_DELTA)
                .uid("admit-names")
                .name("admit names");
        return new IdentityStage(admitted, admitted.getSideOutput(AdmitNames.FACTS));
    }

    private static DataStream<EdgeDelta> union(List<DataStream<EdgeDelta>> streams) {
        DataStream<EdgeDelta> first = streams.get(0);
        for (DataStream<EdgeDelta> other : streams.subList(1, streams.size())) {
            first = first.union(other);
        }
        return first;
    }

    private static DataStream<EdgeDelta> identify(
            EdgeEnd end, DataStream<EdgeDelta> deltas, DataStream<Alias> aliases, long latenessMillis) {
        String which = end.name().toLowerCase(Locale.ROOT);
        return deltas.keyBy(new ByEnd(end), Types.NODE)
                .connect(aliases.keyBy(new ByName(), Types.NODE))
                .process(new IdentifyEdges(end, latenessMillis), Types.EDGE_DELTA)
                .uid("identify-" + which + "s")
                .name("identify " + which + "s");
    }

    /** By the name that is looked up; what is no question of names is spread by the node itself. */
    private static final class ByEnd implements KeySelector<EdgeDelta, Node> {
        private static final long serialVersionUID = 1L;

        private final EdgeEnd end;

        private transient @Nullable NamesOfEdges names;

        ByEnd(EdgeEnd end) {
            this.end = end;
        }

        @Override
        public Node getKey(EdgeDelta delta) {
            if (names == null) {
                names = new NamesOfEdges(end);
            }
            Node name = names.of(delta.edge());
            return name == null ? end.node(delta.edge()) : name;
        }
    }

    private static final class ByName implements KeySelector<Alias, Node> {
        private static final long serialVersionUID = 1L;

        @Override
        public Node getKey(Alias alias) {
            return alias.name();
        }
    }

    private static final class ByObserver implements KeySelector<EdgeDelta, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(EdgeDelta delta) {
            return AdmitNames.observer(delta.edge());
        }
    }
}
