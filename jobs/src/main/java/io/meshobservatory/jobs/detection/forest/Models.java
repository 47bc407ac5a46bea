/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.models.forest.ForestModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.jspecify.annotations.Nullable;

/**
 * The models in the broadcast state, decoded once. A minute is scored by the latest model that was trained before it began, so
 * that it does not matter when a model arrives. Not thread-safe; one per operator instance.
 */
final class Models {
    /** By cluster and time of training. */
    private final Map<String, NavigableMap<Long, ForestModel>> decoded = new TreeMap<>();

    private boolean complete;

    /** The model for a minute, null if there is none yet. */
    @Nullable
    ForestModel forMinute(String cluster, long minuteStartMillis, ReadOnlyBroadcastState<ModelKey, ModelRow> state)
            throws Exception {
        if (!complete) {
            for (Map.Entry<ModelKey, ModelRow> entry : state.immutableEntries()) {
                decode(entry.getValue());
            }
            complete = true;
        }
        Map.Entry<Long, ForestModel> latest =
                decoded.getOrDefault(cluster, new TreeMap<>()).floorEntry(minuteStartMillis);
        return latest == null ? null : latest.getValue();
    }

    /**
     * Takes a model in, and forgets those that no minute is scored by any more.
     *
     * @param earliestMinuteMillis the beginning of the earliest minute that may still have to be scored
     */
    void add(ModelRow row, long earliestMinuteMillis, BroadcastState<ModelKey, ModelRow> state) throws Exception {
        state.put(new ModelKey(row.cluster(), row.version()), row);
        // those of a restored state are decoded when first asked for
        if (complete) {
            decode(row);
        }
        NavigableMap<Long, ModelKey> known = new TreeMap<>();
        for (Map.Entry<ModelKey, ModelRow> entry : state.immutableEntries()) {
            if (entry.getKey().cluster().equals(row.cluster())) {
                known.put(entry.getValue().trainedAtMillis(), entry.getKey());
            }
        }
        Long inUse = known.floorKey(earliestMinuteMillis);
        if (inUse != null) {
            List<Long> superseded = new ArrayList<>(known.headMap(inUse, false).keySet());
            for (Long trainedAt : superseded) {
                state.remove(known.get(trainedAt));
                decoded.getOrDefault(row.cluster(), new TreeMap<>()).remove(trainedAt);
            }
        }
    }

    private void decode(ModelRow row) throws IOException {
        decoded.computeIfAbsent(row.cluster(), cluster -> new TreeMap<>())
                .put(row.trainedAtMillis(), ForestModel.ofBytes(row.blob()));
    }
}
