/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LostContextsTest {
    private static final Node FRONT = node("front");
    private static final Node CART = node("cart");
    private static final Node STORE = node("store");

    private final LostContexts contexts = new LostContexts();

    @Test
    @DisplayName("a service that others call, and whose own calls begin traces, is found with the number of such calls")
    void found() {
        contexts.add(CART, STORE, 100, lost(3));
        contexts.add(CART, FRONT, 0, lost(2));
        contexts.add(FRONT, CART, 100, Coverage.NONE);

        assertThat(contexts.services()).isEqualTo(Map.of(CART, 5L));
        assertThat(contexts.callsOf(CART)).isEqualTo(5);
        assertThat(contexts.callsOf(FRONT)).isZero();
    }

    @Test
    @DisplayName("who is called by nobody, by itself only, or only by connections, may begin traces")
    void roots() {
        contexts.add(FRONT, CART, 0, lost(3));
        contexts.add(FRONT, FRONT, 9, lost(1));
        contexts.add(STORE, FRONT, 0, Coverage.NONE);

        assertThat(contexts.services()).isEmpty();
        assertThat(contexts.callsOf(FRONT)).isZero();

        contexts.add(STORE, FRONT, 0, new Coverage(1, 1, 0, 0, 0, 0));

        assertThat(contexts.services()).isEqualTo(Map.of(FRONT, 4L));
    }

    private static Coverage lost(long calls) {
        return new Coverage(calls, 0, calls, 0, 0, calls);
    }

    private static Node node(String name) {
        return new Node("c", "shop", name, NodeKind.SERVICE);
    }
}
