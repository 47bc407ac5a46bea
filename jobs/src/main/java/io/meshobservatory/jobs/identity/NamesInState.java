/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.NameRegistry;
import io.meshobservatory.core.identity.NameUse;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/** The names of the current key, in Flink's state. What Flink throws is passed on unchecked. */
final class NamesInState implements NameRegistry.Store {
    private final MapState<Node, NameUse> state;

    NamesInState(MapState<Node, NameUse> state) {
        this.state = state;
    }

    @Override
    public @Nullable NameUse get(Node node) {
        try {
            return state.get(node);
        } catch (Exception failed) {
            throw failure(failed);
        }
    }

    @Override
    public void put(Node node, NameUse use) {
        try {
            state.put(node, use);
        } catch (Exception failed) {
            throw failure(failed);
        }
    }

    @Override
    public void remove(Node node) {
        try {
            state.remove(node);
        } catch (Exception failed) {
            throw failure(failed);
        }
    }

    @Override
    public void forEach(BiConsumer<Node, NameUse> visitor) {
        try {
            for (Map.Entry<Node, NameUse> entry : state.entries()) {
                visitor.accept(entry.getKey(), entry.getValue());
            }
        } catch (Exception failed) {
            throw failure(failed);
        }
    }

    private static FlinkRuntimeException failure(Exception cause) {
        return new FlinkRuntimeException("the names that were let in cannot be read or kept", cause);
    }
}
