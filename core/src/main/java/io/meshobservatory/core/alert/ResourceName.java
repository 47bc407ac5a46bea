/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import io.meshobservatory.core.graph.Node;
import java.util.Locale;

/**
 * How alerts name a node, for people and for whoever joins findings by name. The parts are not escaped: a name with a slash
 * in it is shown as it is, and programs read the parts one by one where they are given. Stateless.
 */
public final class ResourceName {
    private ResourceName() {}

    /** As {@code east/shop/cart}; {@code -/-/files.example.com} for a host outside every cluster. */
    public static String of(Node node) {
        return node.cluster() + "/" + node.namespace() + "/" + node.name();
    }

    /** As {@code service:east/shop/cart}: of two nodes with one name but different kinds, each has its own. */
    public static String uid(Node node) {
        return node.kind().name().toLowerCase(Locale.ROOT) + ":" + of(node);
    }
}
