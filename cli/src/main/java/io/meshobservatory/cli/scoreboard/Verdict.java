/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.core.window.WindowSize;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attack. Immutable.
 *
 * @param label the attack
 * @param story the first story of its kind that tells of it, null if it was missed
 * @param others stories of other kinds that name somebody of it in its time
 */
public record Verdict(Label label, @Nullable Told story, List<Told> others) {
    private static final long WINDOW = WindowSize.ONE_MINUTE.millis();
    private static final String UPLOAD = "upload";
    private static final String THIRD_HOP = "hop-3";

    public Verdict {
        others = List.copyOf(others);
    }

    /** Whether it was found, under its name. */
    public boolean isFound() {
        return story != null;
    }

    /**
     * How many windows of a minute it took: the one in which the attack began is the first. Of an exfiltration the upload
     * counts as the beginning: reading alone takes nothing away. NaN where it was missed.
     */
    public double windows() {
        if (story == null) {
            return Double.NaN;
        }
        long begin = Math.floorDiv(begun().toEpochMilli(), WINDOW) * WINDOW;
        return Math.ceil((double) Math.max(0, story.first().endMillis() - begin) / WINDOW);
    }

    /** Event time from its beginning to its first alert, seconds; NaN where it was missed. */
    public double seconds() {
        return story == null ? Double.NaN : (story.first().timeMillis() - begun().toEpochMilli()) / 1e3;
    }

    /** Whether a chain was told before its third hop; true of what has no third hop and was found. */
    public boolean isBeforeThirdHop() {
        if (story == null) {
            return false;
        }
        return label.steps().stream()
                .filter(step -> step.name().equals(THIRD_HOP))
                .map(Label.Step::start)
                .min(Comparator.naturalOrder())
                .map(start -> story.first().timeMillis() < start.toEpochMilli())
                .orElse(true);
    }

    private Instant begun() {
        return label.steps().stream()
                .filter(step -> step.name().equals(UPLOAD))
                .map(Label.Step::start)
                .min(Comparator.naturalOrder())
                .orElse(label.start());
    }
}
