/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * How often an operator's state was restored since it began: a number that nothing in that state was touched with. All
 * instances of the operator have the same. Not thread-safe; one per operator instance.
 */
final class Incarnation implements Serializable {
    private static final long serialVersionUID = 1L;

    private transient int number;
    private transient @Nullable ListState<Integer> state;

    /** Finds out the number; call it from {@code initializeState}. */
    void initialize(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("incarnation", BasicTypeInfo.INT_TYPE_INFO));
        number = 0;
        for (int restored : state.get()) {
            number = Math.max(number, restored + 1);
        }
    }

    /** Keeps the number; call it from {@code snapshotState}. */
    @SuppressWarnings("NullAway") // initialize() comes first
    void snapshot() throws Exception {
        state.update(List.of(number));
    }

    /** 0 before the first restore. */
    int number() {
        return number;
    }
}
