/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.stories;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.jobs.detection.control.Controls;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.PatternMatch;
import io.meshobservatory.models.story.StoryBook;
import io.meshobservatory.models.story.StoryDrop;
import io.meshobservatory.models.story.StorySettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Makes alerts of what patterns find, as {@link StoryBook} decides, under what people said by {@code mesh_control}. Keyed by
 * cluster. What is heard of waits until event time has come to it, so that all of a minute is told at once and in one order.
 */
final class TellStories extends KeyedBroadcastProcessFunction<String, Heard, Control, Alert> {
    private static final long serialVersionUID = 1L;

    private final StorySettings settings;
    private transient @Nullable ListState<Waiting> waiting;
    private transient @Nullable ValueState<StoryBook> state;
    private transient @Nullable Map<StoryDrop, Counter> dropped;
    private transient @Nullable Map<AlertKind, Counter> created;
    private transient @Nullable Counter suppressed;
    private transient @Nullable Counter controlsRefused;

    TellStories(StorySettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("heard", StoryTypes.WAITING));
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("stories", StoryTypes.STORY_BOOK));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        dropped = new EnumMap<>(StoryDrop.class);
        for (StoryDrop reason : StoryDrop.values()) {
            dropped.put(reason, metrics.addGroup("reason", reason.label()).counter("storiesNotTold"));
        }
        created = new EnumMap<>(AlertKind.class);
        for (AlertKind kind : AlertKind.values()) {
            String label = kind.name().toLowerCase(Locale.ROOT);
            created.put(kind, metrics.addGroup("kind", label).counter("alerts"));
        }
        suppressed = metrics.counter("alertsSuppressed");
        controlsRefused = metrics.counter("controlsRefused");
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processBroadcastElement(Control control, Context context, Collector<Alert> out) throws Exception {
        boolean taken =
                Controls.put(control, context.currentWatermark(), context.getBroadcastState(Controls.DESCRIPTOR));
        if (!taken) {
            controlsRefused.inc();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(Heard heard, ReadOnlyContext context, Collector<Alert> out) throws Exception {
        Long at = Objects.requireNonNull(context.timestamp(), "time of what was heard of");
        waiting.add(new Waiting(at, heard));
        context.timerService().registerEventTimeTimer(at);
    }

    /**
     * Goes through all that has come to its time, moment by moment. Mostly that is the timer's own. When event time has leapt, as
     * at the end of the input, it is more, and the ends of stories must come between: in batch mode timers that are set now would
     * never fire.
     */
    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long timerMillis, OnTimerContext context, Collector<Alert> out) throws Exception {
        long reached = context.timerService().currentWatermark();
        NavigableMap<Long, List<Heard>> due = takeUntil(reached);
        StoryBook book = state.value();
        if (book == null) {
            book = new StoryBook();
        }
        long wake = book.nextWakeMillis(settings);
        while (!due.isEmpty() || (wake != Long.MAX_VALUE && wake <= reached)) {
            long now = due.isEmpty() ? wake : Math.min(wake, due.firstKey());
            tell(now, due.getOrDefault(now, List.of()), book, context, out);
            due.remove(now);
            wake = book.nextWakeMillis(settings);
        }
        if (book.isEmpty()) {
            state.clear();
            return;
        }
        state.update(book);
        if (wake != Long.MAX_VALUE) {
            context.timerService().registerEventTimeTimer(wake);
        }
    }

    @SuppressWarnings("NullAway") // open() comes first; what is no match is a signal
    private void tell(long nowMillis, List<Heard> heard, StoryBook book, OnTimerContext context, Collector<Alert> out)
            throws Exception {
        List<PatternMatch> matches = new ArrayList<>();
        List<Signal> signals = new ArrayList<>();
        for (Heard one : heard) {
            if (one.match() != null) {
                matches.add(one.match());
            } else {
                signals.add(one.signal());
            }
        }
        StoryBook.Told told = book.observe(
                nowMillis,
                context.getCurrentKey(),
                matches,
                signals,
                Controls.rules(context.getBroadcastState(Controls.DESCRIPTOR), nowMillis),
                settings);
        told.dropped().forEach((reason, count) -> dropped.get(reason).inc(count));
        for (Alert alert : told.alerts()) {
            count(alert);
            out.collect(alert);
        }
    }

    @SuppressWarnings("NullAway") // open() comes first
    private NavigableMap<Long, List<Heard>> takeUntil(long reachedMillis) throws Exception {
        NavigableMap<Long, List<Heard>> due = new TreeMap<>();
        List<Waiting> left = new ArrayList<>();
        for (Waiting one : waiting.get()) {
            if (one.atMillis() > reachedMillis) {
                left.add(one);
            } else {
                due.computeIfAbsent(one.atMillis(), at -> new ArrayList<>()).add(one.heard());
            }
        }
        waiting.update(left);
        return due;
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void count(Alert alert) {
        if (alert.activity() == Activity.CREATE) {
            created.get(alert.kind()).inc();
            if (alert.suppression() != null) {
                suppressed.inc();
            }
        }
    }
}
