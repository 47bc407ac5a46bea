/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerConfigTest {
    @Test
    @DisplayName("several instances, a token and the dashboard come from the environment; without a URL there is none")
    void environment() {
        AlertmanagerConfig config = AlertmanagerConfig.fromEnvironment(Map.of(
                        "OBSERVATORY_ALERTMANAGER_URL", "http://am-0:9093/, https://am-1/prefix//",
                        "OBSERVATORY_ALERTMANAGER_TOKEN", " secret ",
                        "OBSERVATORY_DASHBOARD_URL", "http://mesh/"))
                .orElseThrow();

        assertThat(config.urls()).containsExactly(URI.create("http://am-0:9093"), URI.create("https://am-1/prefix"));
        assertThat(config.token()).isEqualTo("secret");
        assertThat(config.dashboardUrl()).isEqualTo(URI.create("http://mesh"));
        assertThat(config.toString()).doesNotContain("secret");
        assertThat(AlertmanagerConfig.fromEnvironment(Map.of("OBSERVATORY_ALERTMANAGER_URL", " ")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"am-0:9093", "ftp://am", "http://", "http://ann:pass@am", "http://am,", "not a url"})
    @DisplayName("a wrong URL is refused with its variable and what was expected, without credentials")
    void wrong(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlertmanagerConfig.fromEnvironment(Map.of("OBSERVATORY_ALERTMANAGER_URL", url)))
                .withMessageContaining("OBSERVATORY_ALERTMANAGER_URL")
                .withMessageContaining("expected: http://host:port")
                .withMessageNotContaining("pass");
    }

    @Test
    @DisplayName("alerts that would expire between two times that they are told are refused")
    void options() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlertmanagerOptions(second, second, second, second, second, second))
                .withMessage("expiresAfter: PT1S (expected: at least twice resendEvery, PT1S)");
    }

    @Test
    @DisplayName("the sink travels with the job to the task managers")
    void serializable() {
        AlertmanagerConfig config = new AlertmanagerConfig(List.of(URI.create("http://am:9093")), null, null);
        assertThatCode(() -> InstantiationUtil.clone(new AlertmanagerSink(config)))
                .doesNotThrowAnyException();
    }
}
