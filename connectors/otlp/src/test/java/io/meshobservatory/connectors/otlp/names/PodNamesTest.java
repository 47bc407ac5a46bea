/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodNamesTest {
    @ParameterizedTest
    @CsvSource({
        "productpage-v1-564d4686f-t6s4m, productpage-v1",
        "productpage-v1-87d54dd59-fzflt, productpage-v1",
        "istio-ingressgateway-79788cd94-wgmsp, istio-ingressgateway",
        "istio-ingressgateway-cbdcbb75c-9q9nb, istio-ingressgateway",
        "web-0, web",
        "web-9999, web",
        "export-20260105, export-20260105",
        "logger-x7k2p, logger",
        "node-agent-x8k2p, node-agent",
        "my-redis, my-redis",
        "my-app, my-app",
        "orders-redis-cache, orders-redis-cache",
        "order-service-other, order-service-other",
        "single, single",
        "-x, -x",
        "'', ''"
    })
    @DisplayName("a pod's name without what its controller added")
    void pods(String pod, String workload) {
        assertThat(PodNames.workload(pod)).isEqualTo(workload);
    }

    @ParameterizedTest
    @CsvSource({
        "reviews-v2, reviews, v2",
        "reviews-v20260105, reviews, v20260105",
        "reviews, reviews,",
        "api-v2x, api-v2x,",
        "v2, v2,",
        "a-v, a-v,"
    })
    @DisplayName("a version within a workload's name")
    void versions(String workload, String service, String version) {
        assertThat(PodNames.service(workload)).isEqualTo(service);
        assertThat(PodNames.version(workload)).isEqualTo(version);
    }
}
