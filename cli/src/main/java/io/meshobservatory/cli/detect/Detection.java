/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.detect;

import io.meshobservatory.cli.inprocess.InProcessSink;
import io.meshobservatory.cli.inprocess.InProcessSource;
import io.meshobservatory.cli.recorded.RecordedRows;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.detection.DetectionInputs;
import io.meshobservatory.jobs.detection.DetectionOutputs;
import io.meshobservatory.jobs.detection.DetectionTopology;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.detection.control.Controls;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.models.story.Control;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The detection topology over rows that are already there, in event time only, as fast as it goes. The same rows give the same
 * alerts, whatever the parallelism.
 */
public final class Detection {
    private static final Comparator<Alert> AS_TOLD =
            Comparator.comparingLong(Alert::timeMillis).thenComparing(Alert::id).thenComparingInt(Alert::revision);

    private Detection() {}

    /**
     * Runs it.
     *
     * @param edges rows of minutes, in the order of their windows
     * @param facts in the order of their windows
     * @param controls what people say about alerts; all of it is known from the beginning, and holds from its own time on
     * @param config how the job behaves
     * @param parallelism over how many subtasks the work is spread
     * @return every state of every alert, as they were told
     * @throws Exception whatever Flink throws
     */
    public static List<Alert> run(
            Iterator<EdgeRow> edges,
            Iterator<FactRow> facts,
            List<Control> controls,
            DetectionConfig config,
            int parallelism)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(RecordedRows.localConfiguration());
        env.setParallelism(parallelism);
        env.setMaxParallelism(DetectionTopology.MAX_PARALLELISM);
        DetectionInputs inputs = new DetectionInputs(
                source(env, "edges", edges, Types.EDGE_ROW, (row, before) -> row.windowEndMillis()),
                source(
                        env,
                        "facts",
                        facts,
                        TypeInformation.of(FactRow.class),
                        (fact, before) -> fact.windowStartMillis() + WindowSize.ONE_MINUTE.millis()),
                source(env, "control", controls.iterator(), Controls.CONTROL, (control, before) -> 0));
        DetectionOutputs outputs = DetectionTopology.define(inputs, config);
        try (InProcessSink.Results<Alert> alerts = InProcessSink.attach(outputs.alerts())) {
            env.execute("detection");
            List<Alert> told = new ArrayList<>(alerts.values());
            told.sort(AS_TOLD);
            return List.copyOf(told);
        }
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment env,
            String name,
            Iterator<T> values,
            TypeInformation<T> type,
            SerializableTimestampAssigner<T> time) {
        WatermarkStrategy<T> inOrder = WatermarkStrategy.forGenerator(context -> new RowTime<>());
        return env.fromSource(InProcessSource.of(values, type), inOrder.withTimestampAssigner(time), name)
                .setParallelism(1);
    }
}
