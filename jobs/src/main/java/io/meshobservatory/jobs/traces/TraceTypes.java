/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of streams and states of traces. */
public final class TraceTypes {
    public static final TypeInformation<SliceBatch> SLICE_BATCH =
            new RecordTypeInfo<>(SliceBatch.class, SliceBatchSerializer.INSTANCE, false);
    static final TypeInformation<byte[]> PAGE_BYTES =
            new RecordTypeInfo<>(byte[].class, PageBytesSerializer.INSTANCE, false);
    static final TypeInformation<PageContents> PAGE_CONTENTS =
            new RecordTypeInfo<>(PageContents.class, PageContentsSerializer.INSTANCE, false);

    private TraceTypes() {}
}
