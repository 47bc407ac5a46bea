/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Workload;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeEndTest {
    private static final Node CART = new Node("c", "shop", "cart", NodeKind.SERVICE);
    private static final Node ORDERS = new Node("c", "shop", "orders", NodeKind.SERVICE);
    private static final Node ADDRESS = Alias.ofAddress("c", "10.0.0.1");

    @Test
    @DisplayName("Node and version take the place of the address, at either end")
    void takesThePlaceOfTheAddress() {
        assertThat(EdgeEnd.SOURCE.identified(
                        new Edge(ADDRESS, "unknown", ORDERS, "v3", "http"), new Workload(CART, "v1")))
                .isEqualTo(new Edge(CART, "v1", ORDERS, "v3", "http"));
        assertThat(EdgeEnd.DESTINATION.identified(
                        new Edge(CART, "v1", ADDRESS, "unknown", "http"), new Workload(ORDERS, "v3")))
                .isEqualTo(new Edge(CART, "v1", ORDERS, "v3", "http"));
    }

    @Test
    @DisplayName("A version that the telemetry tells stays")
    void keepsAVersionThatIsTold() {
        Edge edge = new Edge(CART, "v1", ADDRESS, "v9", "http");

        assertThat(EdgeEnd.DESTINATION
                        .identified(edge, new Workload(ORDERS, "v3"))
                        .destinationVersion())
                .isEqualTo("v9");
    }

    @Test
    @DisplayName("A node that names its own address as the peer does not call itself")
    void keepsTheOwnAddress() {
        Edge in = new Edge(ADDRESS, "unknown", CART, "v1", "http");
        Edge out = new Edge(CART, "v1", ADDRESS, "unknown", "http");

        assertThat(EdgeEnd.SOURCE.identified(in, new Workload(CART, "v1"))).isEqualTo(in);
        assertThat(EdgeEnd.DESTINATION.identified(out, new Workload(CART, "v2")))
                .isEqualTo(out);
        assertThat(EdgeEnd.SOURCE.identified(in, null)).isEqualTo(in);
    }

    @Test
    @DisplayName(
            "A half-told node becomes the whole one, also where a service calls itself; whoever is told fully stays")
    void fillsWhatIsHalfTold() {
        Node half = new Node("unknown", "shop", "cart", NodeKind.SERVICE);
        Edge edge = new Edge(half, "unknown", half, "v9", "http");
        Workload whole = new Workload(CART, "v1");

        Edge known = EdgeEnd.DESTINATION.identified(EdgeEnd.SOURCE.identified(edge, whole), whole);

        assertThat(known).isEqualTo(new Edge(CART, "v1", CART, "v9", "http"));
        assertThat(EdgeEnd.SOURCE.identified(edge, new Workload(half, "v1")))
                .as("it is itself, and told no version there")
                .isSameAs(edge);
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE,c,shop,SERVICE,v1,false",
        "SOURCE,c,shop,SERVICE,unknown,false",
        "SOURCE,unknown,shop,SERVICE,v1,true",
        "SOURCE,c,unknown,GATEWAY,v1,true",
        "SOURCE,unknown,shop,DATABASE,unknown,false",
        "SOURCE,unknown,unknown,MESSAGING,unknown,false",
        "SOURCE,c,shop,UNKNOWN,unknown,true",
        "DESTINATION,c,shop,SERVICE,v1,false",
        "DESTINATION,c,shop,SERVICE,unknown,true",
        "DESTINATION,c,shop,GATEWAY,unknown,true",
        "DESTINATION,unknown,unknown,SERVICE,v1,true",
        "DESTINATION,c,shop,DATABASE,unknown,false",
        "DESTINATION,-,-,EXTERNAL,unknown,false"
    })
    @DisplayName("Looked up is who is half told, or was called and perhaps did not answer")
    void looksUpOnlyWhatIsAQuestion(
            EdgeEnd end, String cluster, String namespace, NodeKind kind, String version, boolean expected) {
        Node node = new Node(cluster, namespace, "cart", kind);
        Edge edge = end == EdgeEnd.SOURCE
                ? new Edge(node, version, ORDERS, "unknown", "http")
                : new Edge(ORDERS, "unknown", node, version, "http");

        assertThat(end.lookedUpBy(edge))
                .isEqualTo(expected ? new Node(cluster, namespace, "cart", NodeKind.UNKNOWN) : null);
    }

    @Test
    @DisplayName("A service that is named by an address or by nothing has no name to be looked up by")
    void looksUpNames() {
        for (String name : new String[] {"10.0.0.1", "localhost", "unknown", "(overflow)", ""}) {
            Node node = new Node("unknown", "unknown", name, NodeKind.SERVICE);
            assertThat(EdgeEnd.DESTINATION.lookedUpBy(new Edge(CART, "v1", node, "unknown", "http")))
                    .as(name)
                    .isNull();
        }
        assertThat(EdgeEnd.SOURCE.lookedUpBy(new Edge(ADDRESS, "unknown", CART, "v1", "http")))
                .isEqualTo(ADDRESS);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,UNKNOWN,ADDRESS",
        "fd00::17,UNKNOWN,ADDRESS",
        "reviews,UNKNOWN,NAME",
        "10-0-0-1.pod,UNKNOWN,NAME",
        "127.0.0.1,UNKNOWN,NONE",
        "127.0.0.6,UNKNOWN,NONE",
        "::1,UNKNOWN,NONE",
        "localhost,UNKNOWN,NONE",
        "unknown,UNKNOWN,NONE",
        "(overflow),UNKNOWN,NONE",
        "10.0.0.1,EXTERNAL,NONE",
        "reviews,SERVICE,NONE"
    })
    @DisplayName("Only nodes that say somebody else's name or address may have an owner")
    void tellsAddressesFromNames(String name, NodeKind kind, AliasKind expected) {
        assertThat(AliasKind.of(new Node("c", "n", name, kind))).isEqualTo(expected);
    }
}
