/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.meshobservatory.core.metric.TargetCounter;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of streams and states of this package; all are written by hand. */
final class MetricTypes {
    static final TypeInformation<TargetPoints> TARGET_POINTS =
            new RecordTypeInfo<>(TargetPoints.class, TargetPointsSerializer.INSTANCE, false);
    static final TypeInformation<TargetCounter> TARGET_COUNTER =
            new RecordTypeInfo<>(TargetCounter.class, TargetCounterSerializer.INSTANCE, false);

    private MetricTypes() {}
}
