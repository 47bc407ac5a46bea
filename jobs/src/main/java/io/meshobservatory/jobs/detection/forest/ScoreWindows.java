/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.core.score.ScoreRow;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.models.calibration.Persistence;
import io.meshobservatory.models.explain.ForestExplainer;
import io.meshobservatory.models.feature.FeatureSchema;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.forest.ForestModel;
import io.meshobservatory.models.forest.ForestScore;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Asks the forest of its cluster how unusual each minute of a node is, and tells when enough of the latest minutes are. Keyed
 * by node. A minute waits until it has settled, so that the model that is to score it has arrived. Only the unusual minutes are
 * explained.
 */
final class ScoreWindows extends KeyedBroadcastProcessFunction<Node, FeatureVector, ModelRow, Signal> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_MEASURES = 6;
    private static final double MOST = 0.5;
    private static final double FAILING = 0.1;
    private static final int ERROR_SHARE = FeatureSchema.names().indexOf("error_share");
    private static final int RETRY_SHARE = FeatureSchema.names().indexOf("retry_share");
    private static final long MINUTE_MILLIS = WindowSize.ONE_MINUTE.millis();

    private final Settling settling;
    private final AnomalySettings settings;
    private transient @Nullable ListState<FeatureVector> waiting;
    private transient @Nullable ValueState<ScoreHistory> history;
    private transient @Nullable Models models;
    private transient @Nullable ForestExplainer explainer;
    private transient @Nullable Counter scored;
    private transient @Nullable Counter unscored;
    private transient @Nullable Counter ofHealth;

    ScoreWindows(Settling settling, AnomalySettings settings) {
        this.settling = settling;
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("to-score", ForestTypes.FEATURE_VECTOR));
        history = getRuntimeContext().getState(new ValueStateDescriptor<>("score-history", ForestTypes.SCORE_HISTORY));
        models = new Models();
        explainer = new ForestExplainer();
        scored = getRuntimeContext().getMetricGroup().counter("windowsScored");
        unscored = getRuntimeContext().getMetricGroup().counter("windowsWithoutModel");
        ofHealth = getRuntimeContext().getMetricGroup().counter("windowsUnusualByHealth");
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processBroadcastElement(ModelRow row, Context context, Collector<Signal> out) throws Exception {
        long watermark = context.currentWatermark();
        long earliest = watermark == Long.MIN_VALUE ? Long.MIN_VALUE : settling.minuteOfDue(watermark) + 1;
        models.add(row, earliest, context.getBroadcastState(ForestTypes.MODELS));
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(FeatureVector vector, ReadOnlyContext context, Collector<Signal> out) throws Exception {
        waiting.add(vector);
        context.timerService().registerEventTimeTimer(settling.dueMillis(vector.minuteStartMillis()));
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long dueMillis, OnTimerContext context, Collector<Signal> out) throws Exception {
        long minute = settling.minuteOfDue(dueMillis);
        List<FeatureVector> left = new ArrayList<>();
        for (FeatureVector vector : waiting.get()) {
            if (vector.minuteStartMillis() == minute) {
                score(vector, context, out);
            } else {
                left.add(vector);
            }
        }
        waiting.update(left);
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void score(FeatureVector vector, OnTimerContext context, Collector<Signal> out) throws Exception {
        String cluster = vector.node().cluster();
        ForestModel model =
                models.forMinute(cluster, vector.minuteStartMillis(), context.getBroadcastState(ForestTypes.MODELS));
        if (model == null || model.schema().version() != vector.schemaVersion()) {
            unscored.inc();
            return;
        }
        scored.inc();
        ForestScore score = model.score(vector.values());
        boolean unusual = score.calibrated() >= settings.unusual();
        boolean told = remember(vector.minuteStartMillis(), unusual) && unusual;
        if (told || score.calibrated() >= settings.recorded()) {
            List<Measure> measures = explain(model, vector);
            context.output(
                    ForestTypes.SCORES,
                    new ScoreRow(
                            vector.minuteStartMillis(),
                            vector.node(),
                            model.version(),
                            score.raw(),
                            score.calibrated(),
                            told,
                            measures));
            if (told && isOfHealth(vector, measures)) {
                ofHealth.inc();
            } else if (told && !measures.isEmpty()) {
                out.collect(signal(vector, score, measures));
            }
        }
        context.output(
                ForestTypes.NODE_SCORES,
                new NodeScore(cluster, vector.minuteStartMillis(), model.version(), score.calibrated(), told));
    }

    /** Whether enough of the latest minutes were unusual, this one included. */
    @SuppressWarnings("NullAway") // open() comes first
    private boolean remember(long minuteStartMillis, boolean unusual) throws Exception {
        Persistence persistence = settings.persistence();
        ScoreHistory before = history.value();
        long bits = 0;
        if (before != null) {
            long skipped = (minuteStartMillis - before.minuteStartMillis()) / MINUTE_MILLIS - 1;
            bits = persistence.skip(before.bits(), Math.max(0, skipped));
        }
        bits = persistence.next(bits, unusual);
        if (bits == 0) {
            // most nodes are never unusual, and need no state
            history.clear();
        } else {
            history.update(new ScoreHistory(minuteStartMillis, bits));
        }
        return persistence.isMet(bits);
    }

    @SuppressWarnings("NullAway") // open() comes first
    private List<Measure> explain(ForestModel model, FeatureVector vector) {
        List<String> names = FeatureSchema.names();
        return explainer.explain(model, vector.values()).stream()
                .limit(MAX_MEASURES)
                .map(contribution -> {
                    int column = names.indexOf(contribution.feature());
                    return new Measure(
                            contribution.feature(),
                            vector.observed()[column],
                            vector.expected()[column],
                            FeatureSchema.features().get(column).unit(),
                            contribution.share());
                })
                .toList();
    }

    /**
     * Whether errors, latency and load account for the most of it, or whom it calls is failing, which changes sizes and
     * mixtures too: a matter of operations, as a rule.
     */
    private static boolean isOfHealth(FeatureVector vector, List<Measure> measures) {
        if (vector.observed()[ERROR_SHARE] >= FAILING || vector.observed()[RETRY_SHARE] >= FAILING) {
            return true;
        }
        double health = 0;
        for (Measure measure : measures) {
            health += FeatureSchema.isOfHealth(measure.feature()) ? measure.share() : 0;
        }
        return health >= MOST;
    }

    private static Signal signal(FeatureVector vector, ForestScore score, List<Measure> measures) {
        return new Signal(
                SignalKind.UNUSUAL_WINDOW,
                vector.minuteStartMillis(),
                vector.minuteStartMillis() + MINUTE_MILLIS,
                vector.node(),
                null,
                Node.UNKNOWN_NAME,
                1 - score.pValue(),
                "",
                measures,
                List.of());
    }
}
