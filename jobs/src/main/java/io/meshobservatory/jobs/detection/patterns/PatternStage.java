/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import static org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy.noSkip;

import io.meshobservatory.jobs.detection.minutes.PerMinute;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.story.GateSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.Collector;

/**
 * From signals to what they mean together.
 *
 * <p>Patterns are looked for in each cluster. A signal between two clusters belongs to both; {@link Clusters} decides in which of
 * them a match counts.
 *
 * <p>All patterns are looked for in each cluster, by one CEP operator per kind of alert and length. Of the last step a match takes
 * the first signal that fits, and of those between the first and the last each; so a signal that begins a pattern of two ends at
 * most one match. It waits for others for the time of the pattern at most, and how many can wait is limited by
 * {@link LimitSignals}: partial matches are bounded.
 *
 * <p>Nothing is skipped after a match, though that would seem to leave less to look at: the NFA then holds a match back until
 * each partial match that began earlier has ended, even one of other workloads, which for lateral movement is hours.
 *
 * @param noticed the signals that were let through, in the order of causes within a minute
 * @param matches what patterns found
 */
public record PatternStage(DataStream<Noticed> noticed, DataStream<Match> matches) {
    /** Adds the stage. */
    public static PatternStage define(
            DataStream<Signal> signals, Settling settling, GateSettings limits, PatternSettings settings) {
        KeyedStream<Noticed, String> noticed = signals.flatMap(new ToClusters(), PatternTypes.ROUTED)
                .uid("route-signals")
                .name("route signals")
                .keyBy(new ByCluster(), BasicTypeInfo.STRING_TYPE_INFO)
                .transform(
                        "limit signals",
                        PatternTypes.NOTICED,
                        new PerMinute<>(settling, PatternTypes.ROUTED, new LimitSignals(limits)))
                .uid("limit-signals")
                .keyBy(new ByNoticedCluster(), BasicTypeInfo.STRING_TYPE_INFO);
        return new PatternStage(noticed, define(noticed, settings));
    }

    /** Adds the patterns alone. */
    static DataStream<Match> define(KeyedStream<Noticed, String> noticed, PatternSettings settings) {
        Map<String, List<Rule>> groups = new TreeMap<>();
        for (Rule rule : Rules.of(settings)) {
            groups.computeIfAbsent(group(rule), name -> new ArrayList<>()).add(rule);
        }
        List<DataStream<Match>> matches = new ArrayList<>();
        groups.forEach((name, rules) -> matches.add(CEP.pattern(noticed, pattern(rules), new ByRank())
                .process(new ToMatch(rules), PatternTypes.MATCH)
                .uid("find-" + name)
                .name("find " + name)));
        DataStream<Match> all = matches.get(0);
        for (DataStream<Match> others : matches.subList(1, matches.size())) {
            all = all.union(others);
        }
        return all;
    }

    /** Part of the uid of the operator. */
    private static String group(Rule rule) {
        String kind = rule.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return rule.steps().size() == 1
                ? "single-signals"
                : kind + "-of-" + rule.steps().size();
    }

    /** The pattern of rules of one length. */
    static Pattern<Noticed, ?> pattern(List<Rule> rules) {
        Duration within =
                rules.stream().map(Rule::within).max(Comparator.naturalOrder()).orElseThrow();
        int last = rules.get(0).steps().size() - 1;
        Pattern<Noticed, Noticed> pattern =
                Pattern.<Noticed>begin(Continues.name(0), noSkip()).where(new Continues(rules, 0));
        for (int step = 1; step <= last; step++) {
            String name = Continues.name(step);
            pattern = (step == last ? pattern.followedBy(name) : pattern.followedByAny(name))
                    .where(new Continues(rules, step));
        }
        return pattern.within(within);
    }

    private static final class ToClusters implements FlatMapFunction<Signal, Routed> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Signal signal, Collector<Routed> out) {
            for (String cluster : Clusters.of(signal)) {
                out.collect(new Routed(cluster, signal));
            }
        }
    }

    private static final class ByCluster implements KeySelector<Routed, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(Routed routed) {
            return routed.cluster();
        }
    }

    private static final class ByNoticedCluster implements KeySelector<Noticed, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(Noticed noticed) {
            return noticed.cluster();
        }
    }
}
