/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeWindows;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.core.window.PackedStats;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of all streams and states. Those that are hot are written by hand; the others are Flink POJOs (records). */
public final class Types {
    public static final TypeInformation<TraceId> TRACE_ID =
            new RecordTypeInfo<>(TraceId.class, TraceIdSerializer.INSTANCE, true);
    public static final TypeInformation<Relation> RELATION =
            new RecordTypeInfo<>(Relation.class, RelationSerializer.INSTANCE, true);
    public static final TypeInformation<Node> NODE = new RecordTypeInfo<>(Node.class, NodeSerializer.INSTANCE, true);
    public static final TypeInformation<CallChange> CALL_CHANGE =
            new RecordTypeInfo<>(CallChange.class, CallChangeSerializer.INSTANCE, false);
    public static final TypeInformation<EdgeDelta> EDGE_DELTA =
            new RecordTypeInfo<>(EdgeDelta.class, EdgeDeltaSerializer.INSTANCE, false);
    public static final TypeInformation<PackedStats> PACKED_STATS =
            new RecordTypeInfo<>(PackedStats.class, PackedStatsSerializer.INSTANCE, false);
    public static final TypeInformation<EdgeWindows> EDGE_WINDOWS =
            new RecordTypeInfo<>(EdgeWindows.class, EdgeWindowsSerializer.INSTANCE, false);
    public static final TypeInformation<EdgeRow> EDGE_ROW = TypeInformation.of(EdgeRow.class);
    public static final TypeInformation<NodeSighting> NODE_SIGHTING = TypeInformation.of(NodeSighting.class);
    public static final TypeInformation<DroppedSpan> DROPPED_SPAN = TypeInformation.of(DroppedSpan.class);

    private Types() {}
}
