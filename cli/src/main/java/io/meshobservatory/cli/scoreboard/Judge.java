/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import io.meshobservatory.cli.simulator.label.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares stories with what really happened.
 *
 * <p>A story tells of an attack if it names somebody inside the mesh who takes part in it, and was told first while it went on
 * or within {@link #AFTERMATH_MILLIS} after. It finds the attack if it is also of its kind. A story that tells of no attack
 * is a false alert.
 *
 * @param verdicts one for each attack
 * @param falseAlerts stories without an attack
 */
record Judge(List<Verdict> verdicts, List<Told> falseAlerts) {
    /** What was taken in late or adds up slowly may be told after the end. */
    static final long AFTERMATH_MILLIS = 60L * 60 * 1000;

    static Judge of(List<Label> labels, List<Told> stories) {
        List<Label> attacks = labels.stream()
                .filter(label -> label.category() == Label.Category.ATTACK)
                .toList();
        Set<Told> explained = new HashSet<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Label attack : attacks) {
            List<Told> telling =
                    stories.stream().filter(story -> tellsOf(story, attack)).toList();
            explained.addAll(telling);
            Told finding = telling.stream()
                    .filter(story -> isOfKind(story, attack))
                    .findFirst()
                    .orElse(null);
            List<Told> others =
                    telling.stream().filter(story -> !isOfKind(story, attack)).toList();
            verdicts.add(new Verdict(attack, finding, others));
        }
        List<Told> falseAlerts =
                stories.stream().filter(story -> !explained.contains(story)).toList();
        return new Judge(verdicts, falseAlerts);
    }

    private static boolean isOfKind(Told story, Label attack) {
        return story.last().kind().name().equals(attack.kind());
    }

    private static boolean tellsOf(Told story, Label attack) {
        long told = story.first().timeMillis();
        boolean inTime =
                told >= attack.start().toEpochMilli() && told < attack.end().toEpochMilli() + AFTERMATH_MILLIS;
        return inTime && story.names(insiders(attack));
    }

    private static Set<String> insiders(Label attack) {
        return attack.resources().stream()
                .filter(resource -> resource.role() != Label.Role.SINK)
                .map(Label.Resource::name)
                .collect(Collectors.toSet());
    }
}
