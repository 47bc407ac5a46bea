/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.rows;

import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The types of the rows' streams. */
public final class RowTypes {
    public static final TypeInformation<StampedRow> STAMPED_ROW =
            new RecordTypeInfo<>(StampedRow.class, StampedRowSerializer.INSTANCE, false);
    public static final TypeInformation<RowDrop> ROW_DROP = TypeInformation.of(RowDrop.class);

    /** Rows that were not taken. */
    public static final OutputTag<RowDrop> DROPS = new OutputTag<>("row-drops", ROW_DROP);

    private RowTypes() {}
}
