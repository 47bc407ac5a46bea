/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamClusterTest {
    @ParameterizedTest
    @CsvSource({
        "outbound|80||a.shop.svc.cluster.local;, OUTBOUND, a.shop.svc.cluster.local",
        "outbound|80|v2|A.b, OUTBOUND, a.b",
        "inbound|9080||, INBOUND, ''",
        "inbound|9080||;;, INBOUND, ''",
        "inbound-vip|80|http|a.shop.svc.cluster.local, WAYPOINT, a.shop.svc.cluster.local",
        "inbound-pod|80||10.1.2.3, WAYPOINT, 10.1.2.3",
        "outbound_.8080_._.A.shop.svc.cluster.local, EAST_WEST, a.shop.svc.cluster.local",
        "outbound_.8080_.v2_.a.shop.svc.cluster.local;, EAST_WEST, a.shop.svc.cluster.local",
        "outbound_.8080, EAST_WEST, ''",
        "InboundPassthroughClusterIpv4, INBOUND, ''",
        "PassthroughCluster;, UNROUTED, PassthroughCluster",
        "BlackHoleCluster, UNROUTED, BlackHoleCluster",
        "my_books, CUSTOM, my_books",
        "outbound, CUSTOM, outbound",
        "mine|x|, CUSTOM, mine|x|"
    })
    @DisplayName("an Envoy cluster's name tells the direction and the host")
    void clusters(String text, UpstreamCluster.Role role, String host) {
        assertThat(UpstreamCluster.parse(text)).isEqualTo(new UpstreamCluster(role, host));
    }

    @ParameterizedTest
    @CsvSource({
        "outbound_.8000_._.probe.ns.svc.cluster.local, probe.ns.svc.cluster.local",
        "outbound_.8000_.v1_.Probe.ns.svc.cluster.local, probe.ns.svc.cluster.local",
        "outbound_.8000, ''",
        "outbound_.8000_., ''",
        "www.example.com, ''",
        ", ''"
    })
    @DisplayName("the server name by which a sidecar asks another names the service")
    void serverNames(String serverName, String host) {
        assertThat(UpstreamCluster.hostOfServerName(serverName)).isEqualTo(host);
    }
}
