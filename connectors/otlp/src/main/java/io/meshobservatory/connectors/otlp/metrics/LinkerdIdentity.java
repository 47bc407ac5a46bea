/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The service account in an identity: {@code account.namespace.serviceaccount.identity...} or a SPIFFE id. */
final class LinkerdIdentity {
    private static final Pattern NAME = Pattern.compile("([^.]+)\\.([^.]+)\\.serviceaccount\\.identity\\..*");
    private static final Pattern SPIFFE = Pattern.compile("spiffe://[^/]+/ns/([^/]+)/sa/([^/]+)");

    private LinkerdIdentity() {}

    /**
     * The node by which a service account is known until a workload is known to run under it. The account {@code default} is
     * shared by whatever does not say otherwise, and names nobody.
     *
     * @return null if the identity has neither form
     */
    static @Nullable Node account(String identity, String cluster) {
        Matcher name = NAME.matcher(identity);
        if (name.matches()) {
            return node(cluster, name.group(2), name.group(1));
        }
        Matcher spiffe = SPIFFE.matcher(identity);
        return spiffe.matches() ? node(cluster, spiffe.group(1), spiffe.group(2)) : null;
    }

    /** The node of an account by its names. */
    static Node node(String cluster, String namespace, String account) {
        return new Node(cluster, namespace, account.equals("default") ? Node.UNKNOWN_NAME : account, NodeKind.UNKNOWN);
    }
}
