/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;

/** Whether a signal, together with those that were taken before it, is the beginning of one of some rules of one length. */
final class Continues extends IterativeCondition<Noticed> {
    private static final long serialVersionUID = 1L;

    private final List<Rule> rules;
    private final int step;

    /** @param step the place of the signal in the pattern, from 0 */
    Continues(List<Rule> rules, int step) {
        this.rules = rules;
        this.step = step;
    }

    @Override
    public boolean filter(Noticed noticed, Context<Noticed> context) throws Exception {
        // most signals fit no step at all: that is seen without a look at the former ones
        if (rules.stream().noneMatch(rule -> rule.steps().get(step).fits(noticed))) {
            return false;
        }
        List<Noticed> signals = new ArrayList<>(step + 1);
        for (int i = 0; i < step; i++) {
            context.getEventsForPattern(name(i)).forEach(signals::add);
        }
        signals.add(noticed);
        return rules.stream().anyMatch(rule -> rule.begins(signals));
    }

    /** How the pattern calls a step. */
    static String name(int step) {
        return "step-" + step;
    }
}
