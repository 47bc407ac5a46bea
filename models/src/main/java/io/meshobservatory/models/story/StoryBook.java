/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The open stories of a cluster. A match joins the story that it belongs to, or begins one; a greater story absorbs what is
 * only a part of it; a story that nothing is heard of is closed. What it gives out is a function of what it gets and of event
 * time, not of the order within one call. Not thread-safe.
 */
public final class StoryBook {
    private static final byte FORMAT = 1;
    private static final Comparator<PatternMatch> GREATER_FIRST = Comparator.<PatternMatch>comparingInt(
                    match -> Kinds.rank(match.kind()))
            .thenComparing(Comparator.naturalOrder());
    private static final Comparator<Story> TELLING_ORDER = Comparator.<Story>comparingInt(
                    story -> Kinds.rank(story.kind))
            .thenComparingLong(story -> story.startMillis)
            .thenComparing(story -> story.id);

    private final List<Story> open = new ArrayList<>();
    private long budgetDay;
    private int anomaliesTold;

    /** What came of a call. */
    public record Told(List<Alert> alerts, Map<StoryDrop, Integer> dropped) {}

    /** Whether nothing is open, so that nothing need be kept. Of how many anomalies were told, the day's count is kept. */
    public boolean isEmpty() {
        return open.isEmpty() && anomaliesTold == 0;
    }

    /** How many stories are open. */
    public int size() {
        return open.size();
    }

    /**
     * When the next story ends if nothing more is heard of it, milliseconds since the epoch; {@link Long#MAX_VALUE} if none is
     * open.
     */
    public long nextWakeMillis(StorySettings settings) {
        return open.stream()
                .mapToLong(story -> story.endMillis + settings.quietMillis(story.kind))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Takes in what was found up to a moment, and tells each story that is known better by it, at most once; closes what is over.
     *
     * @param nowMillis event time, not before that of the call before
     * @param matches what patterns found, in any order
     * @param signals what was noticed, whether or not a pattern fits, in any order
     */
    public Told observe(
            long nowMillis,
            String cluster,
            List<PatternMatch> matches,
            List<Signal> signals,
            Rules rules,
            StorySettings settings) {
        Telling telling = new Telling(nowMillis, rules, settings);
        matches.stream().sorted(GREATER_FIRST).forEach(match -> join(match, cluster, settings, telling));
        List<Signal> inOrder = signals.stream().sorted().toList();
        open.forEach(story -> proceed(story, inOrder, settings));
        open.sort(TELLING_ORDER);
        for (Story story : List.copyOf(open)) {
            if (open.contains(story)) {
                tell(story, telling);
            }
        }
        close(telling);
        return new Told(List.copyOf(telling.alerts), telling.dropped);
    }

    private void join(PatternMatch match, String cluster, StorySettings settings, Telling telling) {
        for (Story story : open) {
            if (story.kind == match.kind() && match.signals().stream().anyMatch(story::concerns)) {
                story.add(match, settings.maxEvidence());
                return;
            }
        }
        if (open.size() >= settings.maxOpen()) {
            telling.drop(StoryDrop.TOO_MANY_OPEN);
            return;
        }
        Node principal = StoryIds.principal(match);
        long start =
                match.signals().stream().mapToLong(Signal::startMillis).min().orElseThrow();
        Story story = new Story(StoryIds.of(cluster, match, principal), match.kind(), principal, start);
        story.add(match, settings.maxEvidence());
        open.add(story);
    }

    /** Takes in what tells more of a story; again, as long as it brings in workloads whose signals tell more of it too. */
    private static void proceed(Story story, List<Signal> signals, StorySettings settings) {
        int workloads;
        do {
            workloads = story.sources.size() + story.destinations.size();
            for (Signal signal : signals) {
                if (story.isContinuedBy(signal)) {
                    story.add(signal, settings.maxEvidence());
                }
            }
        } while (story.sources.size() + story.destinations.size() > workloads);
    }

    /** Tells what is new of a story, if it is sure enough; and first takes in what is only a part of it. */
    private void tell(Story story, Telling telling) {
        Alert alert = StoryTeller.tell(story, Activity.UPDATE, telling.nowMillis, "");
        if (story.revision == 0 && !mayBeTold(story, alert, telling)) {
            return;
        }
        for (Iterator<Story> others = open.iterator(); others.hasNext(); ) {
            Story lesser = others.next();
            if (Kinds.absorbs(story.kind, lesser.kind)
                    && lesser.sources.stream().anyMatch(story::isWorkloadOfIt)) {
                others.remove();
                story.absorb(lesser, telling.settings.maxEvidence());
                if (lesser.revision > 0) {
                    end(lesser, "It is part of " + story.kind + " " + story.id + ".", telling);
                }
            }
        }
        if (story.dirty) {
            story.dirty = false;
            story.revision++;
            emit(story, story.revision == 1 ? Activity.CREATE : Activity.UPDATE, "", telling);
        }
    }

    private boolean mayBeTold(Story story, Alert alert, Telling telling) {
        if (alert.confidence() < telling.leastConfidence(alert)) {
            return false;
        }
        if (story.kind != AlertKind.ANOMALY) {
            return true;
        }
        long day = Math.floorDiv(telling.nowMillis, TimeUnit.DAYS.toMillis(1));
        if (day != budgetDay) {
            budgetDay = day;
            anomaliesTold = 0;
        }
        if (anomaliesTold >= telling.settings.anomaliesPerDay()) {
            return false;
        }
        anomaliesTold++;
        return true;
    }

    private void close(Telling telling) {
        for (Iterator<Story> stories = open.iterator(); stories.hasNext(); ) {
            Story story = stories.next();
            String end = endOf(story, telling);
            if (end == null) {
                continue;
            }
            stories.remove();
            if (story.revision > 0) {
                end(story, end, telling);
            } else {
                Alert untold = StoryTeller.tell(story, Activity.CLOSE, telling.nowMillis, "");
                telling.drop(
                        untold.confidence() < telling.leastConfidence(untold)
                                ? StoryDrop.BELOW_CONFIDENCE
                                : StoryDrop.ANOMALY_BUDGET);
            }
        }
    }

    /** Why a story ends now: empty if nothing was heard of it for long, null if it does not. */
    private static @Nullable String endOf(Story story, Telling telling) {
        if (story.isOver(telling.nowMillis, telling.settings.quietMillis(story.kind))) {
            return "";
        }
        return telling.rules.releaseOf(StoryTeller.tell(story, Activity.UPDATE, telling.nowMillis, ""));
    }

    private static void end(Story story, String end, Telling telling) {
        story.revision++;
        emit(story, Activity.CLOSE, end, telling);
    }

    private static void emit(Story story, Activity activity, String end, Telling telling) {
        Alert alert = StoryTeller.tell(story, activity, telling.nowMillis, end);
        telling.alerts.add(StoryTeller.withSuppression(alert, telling.rules.suppressionOf(alert)));
    }

    /** Writes the state: format byte, the day and its count of anomalies, then each story. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(budgetDay);
        out.writeInt(anomaliesTold);
        out.writeInt(open.size());
        for (Story story : open) {
            story.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static StoryBook read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("stories in format " + format + " (expected: " + FORMAT + ")");
        }
        StoryBook book = new StoryBook();
        book.budgetDay = in.readLong();
        book.anomaliesTold = in.readInt();
        for (int left = in.readInt(); left > 0; left--) {
            book.open.add(Story.read(in));
        }
        return book;
    }

    /** What one call needs and makes. */
    private static final class Telling {
        final long nowMillis;
        final Rules rules;
        final StorySettings settings;
        final List<Alert> alerts = new ArrayList<>();
        final Map<StoryDrop, Integer> dropped = new EnumMap<>(StoryDrop.class);

        Telling(long nowMillis, Rules rules, StorySettings settings) {
            this.nowMillis = nowMillis;
            this.rules = rules;
            this.settings = settings;
        }

        double leastConfidence(Alert alert) {
            return rules.leastConfidence(alert, settings.leastConfidence());
        }

        void drop(StoryDrop reason) {
            dropped.merge(reason, 1, Integer::sum);
        }
    }
}
