/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.facts;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.fact.FactWindow;
import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of streams and states of facts: rows are Flink POJOs (records), the others are written by hand. */
public final class FactTypes {
    public static final TypeInformation<Fact> FACT = new RecordTypeInfo<>(Fact.class, FactSerializer.INSTANCE, false);
    public static final TypeInformation<FactRow> FACT_ROW = TypeInformation.of(FactRow.class);
    static final TypeInformation<FactWindow> FACT_WINDOW =
            new RecordTypeInfo<>(FactWindow.class, FactWindowSerializer.INSTANCE, false);

    private FactTypes() {}
}
