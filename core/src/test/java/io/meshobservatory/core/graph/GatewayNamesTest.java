/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayNamesTest {
    @ParameterizedTest
    @CsvSource({
        "istio-system, my-gateway, true",
        "shop, istio-ingressgateway, true",
        "shop, istio-egress, true",
        "shop, shop-gateway-istio, true",
        "shop, eastwest-gateway, true",
        "shop, api-gateway, false",
        "shop, gateway, false",
        "istio-system, istiod, false"
    })
    @DisplayName("gateways of the mesh are known by what they do or where they run, and no application by its own name")
    void gateways(String namespace, String name, boolean gateway) {
        assertThat(GatewayNames.isGateway(namespace, name)).isEqualTo(gateway);
    }

    @ParameterizedTest
    @CsvSource({
        "waypoint, true",
        "Waypoint, true",
        "shop-waypoint, true",
        "waypoint-shop, true",
        "waypoints, false",
        "my-waypoint-editor, false",
        "'', false"
    })
    @DisplayName("waypoints are known by the word, alone, first or last")
    void waypoints(String name, boolean waypoint) {
        assertThat(GatewayNames.isWaypoint(name)).isEqualTo(waypoint);
    }
}
