/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;

/** By what a node of kind {@link NodeKind#UNKNOWN} was named, which decides how its owner is told. */
public enum AliasKind {
    /** By nothing that could have an owner: it is known already, or its name says nothing. */
    NONE,
    /** By an address, which one workload has at a time and another later. */
    ADDRESS,
    /** By a name, which belongs to one service for as long as it is used, or to nobody in particular. */
    NAME;

    /** By what a node was named. */
    public static AliasKind of(Node node) {
        String name = node.name();
        if (node.kind() != NodeKind.UNKNOWN
                || name.isEmpty()
                || name.equals(Node.UNKNOWN_NAME)
                || name.equals(Overflow.NAME)) {
            return NONE;
        }
        if (!isAddress(name)) {
            return name.equals("localhost") ? NONE : NAME;
        }
        return isLoopback(name) ? NONE : ADDRESS;
    }

    /** Whether a name is an IPv4 or IPv6 address: names have neither a colon nor only digits and dots. */
    private static boolean isAddress(String name) {
        if (name.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0.0.0.0") || address.equals("::");
    }
}
