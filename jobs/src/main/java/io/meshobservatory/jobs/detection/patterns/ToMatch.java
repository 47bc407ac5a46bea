/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.story.PatternMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.util.Collector;

/** Names what was found by the first rule that fits it, in the cluster in which it counts. */
final class ToMatch extends PatternProcessFunction<Noticed, Match> {
    private static final long serialVersionUID = 1L;

    private final List<Rule> rules;

    ToMatch(List<Rule> rules) {
        this.rules = rules;
    }

    @Override
    public void processMatch(Map<String, List<Noticed>> found, Context context, Collector<Match> out) {
        List<Noticed> noticed = new ArrayList<>();
        for (int step = 0; found.containsKey(Continues.name(step)); step++) {
            noticed.addAll(found.get(Continues.name(step)));
        }
        List<Signal> signals = noticed.stream().map(Noticed::signal).toList();
        int crowd = noticed.stream().mapToInt(Noticed::crowd).max().orElse(1);
        for (Rule rule : rules) {
            if (rule.begins(noticed)) {
                String cluster = noticed.get(0).cluster();
                if (cluster.equals(Clusters.of(rule.kind(), signals))) {
                    out.collect(new Match(cluster, new PatternMatch(rule.kind(), rule.name(), signals, crowd)));
                }
                return;
            }
        }
        throw new IllegalStateException("a match that fits no rule: " + signals + " (expected: one of " + rules + ")");
    }
}
