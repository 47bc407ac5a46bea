/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host name or an address stands for, seen from a service in cluster c1, namespace shop. */
class HostsTest {
    private static final Node SELF = new Node("c1", "shop", "cart", NodeKind.SERVICE);

    @ParameterizedTest
    @CsvSource({
        "reviews.default.svc.cluster.local, default, reviews",
        "Reviews.Default.svc.cluster.local:9080, default, reviews",
        "reviews.default.svc, default, reviews",
        "web-0.nginx.default.svc.cluster.local, default, nginx",
        "reviews.svc-mesh.svc.cluster.local, svc-mesh, reviews",
        "reviews.svc.svc.cluster.local, svc, reviews",
        "svc.default.svc.cluster.local, default, svc"
    })
    @DisplayName("Kubernetes' names tell service and namespace, whatever these are called")
    void kubernetesNames(String host, String namespace, String name) {
        assertThat(Hosts.called(host, SELF)).isEqualTo(new Node("c1", namespace, name, NodeKind.SERVICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com", "API.example.com:443", "foo.svc.example", "a.svcx.b", "8.8.8.8:53"})
    @DisplayName("names with dots and public addresses are outside")
    void outside(String host) {
        assertThat(Hosts.called(host, SELF).kind()).isEqualTo(NodeKind.EXTERNAL);
        assertThat(Hosts.called(host, SELF).name()).doesNotContain(":").isLowerCase();
    }

    @ParameterizedTest
    @CsvSource({"orders, orders", "ORDERS:8080, orders"})
    @DisplayName("a short name is resolved in the caller's own namespace, as Kubernetes does")
    void shortNames(String host, String name) {
        assertThat(Hosts.called(host, SELF)).isEqualTo(new Node("c1", "shop", name, NodeKind.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "orders.back, back, orders",
        "Orders.Back:8080, back, orders",
        "orders.shop, shop, orders",
        "orders.default, default, orders"
    })
    @DisplayName("two labels are a name in a namespace, where the second is the own one or no domain of the internet")
    void namesInNamespaces(String host, String namespace, String name) {
        assertThat(Hosts.called(host, SELF)).isEqualTo(new Node("c1", namespace, name, NodeKind.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "web.app", "stripe.io", "db.internal", "printer.local", "orders.", ".back"})
    @DisplayName("two labels of which the second is a domain are a host outside")
    void realDomains(String host) {
        assertThat(Hosts.called(host, SELF).kind()).isEqualTo(NodeKind.EXTERNAL);
    }

    @Test
    @DisplayName("to a caller outside Kubernetes, two labels are a host")
    void outsideKubernetes() {
        Node self = new Node("unknown", "unknown", "cart", NodeKind.SERVICE);
        assertThat(Hosts.called("orders.back", self)).isEqualTo(Node.external("orders.back"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3:80, 10.1.2.3",
        "127.0.0.1, 127.0.0.1",
        "192.168.0.1, 192.168.0.1",
        "169.254.169.254, 169.254.169.254",
        "172.16.0.1, 172.16.0.1",
        "172.31.255.255, 172.31.255.255",
        "100.64.0.1, 100.64.0.1",
        "[::1]:443, ::1",
        "fd00::17, fd00::17",
        "[fe80::1%eth0]:80, fe80::1%eth0",
        "::ffff:10.1.2.3, 10.1.2.3",
        "[::ffff:10.1.2.3]:8080, 10.1.2.3"
    })
    @DisplayName("private addresses are peers inside, also as a dual-stack socket writes them")
    void privateAddresses(String address, String name) {
        Node inside = new Node("c1", "unknown", name, NodeKind.UNKNOWN);
        assertThat(Hosts.called(address, SELF)).isEqualTo(inside);
        assertThat(Hosts.calling(address, SELF)).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8:53, 8.8.8.8",
        "172.15.0.1, 172.15.0.1",
        "172.32.0.1, 172.32.0.1",
        "100.128.0.1, 100.128.0.1",
        "192.169.0.1, 192.169.0.1",
        "2001:db8::1, 2001:db8::1",
        "[2001:db8::1]:443, 2001:db8::1",
        "::ffff:8.8.8.8, 8.8.8.8"
    })
    @DisplayName("public addresses are named when they are called; public callers are one node, the internet")
    void publicAddresses(String address, String name) {
        assertThat(Hosts.called(address, SELF)).isEqualTo(Node.external(name));
        assertThat(Hosts.calling(address, SELF)).isEqualTo(Node.external("internet"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://reviews:9080/x?y, reviews:9080",
        "https://user:p%40ss@shop.example/x@y, shop.example",
        "http://[::1]:80/, [::1]:80",
        "http://host#fragment, host",
        "http://host?query=a@b, host",
        "http:///path,",
        "/path/only,",
        "reviews:9080,"
    })
    @DisplayName("the host of a URL is told without user, password, path and query")
    void urls(String url, String host) {
        assertThat(Hosts.ofUrl(url)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ".", "..", "[", "[]", ".svc", "a.svc", "172.", "172..1", "100.", "::ffff:", "-"})
    @DisplayName("whatever comes has some meaning, and is no error")
    void strangeHosts(String host) {
        assertThat(Hosts.called(host, SELF)).isNotNull();
        assertThat(Hosts.calling(host, SELF)).isNotNull();
    }
}
