/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.jobs.config.ServiceGraphConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceGraphOptionsTest {
    @Test
    void withoutArgumentsEverythingIsAsTheDesignSays() {
        assertThat(ServiceGraphOptions.parse(new String[0])).isEqualTo(ServiceGraphConfig.defaults());
    }

    @Test
    void readsAnOption() {
        String[] arguments = {"--service-graph.allowed-lateness", "1 min"};

        assertThat(ServiceGraphOptions.parse(arguments).allowedLateness()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ServiceGraphOptions.parse(new String[] {"--lateness", "1 min"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--lateness")
                .hasMessageContaining("--service-graph.allowed-lateness");
    }

    @Test
    void refusesAnOptionWithoutAValue() {
        assertThatThrownBy(() -> ServiceGraphOptions.parse(new String[] {"--service-graph.disorder"}))
                .hasMessageContaining("value missing");
    }

    @Test
    void refusesALatenessThatIsNoMultipleOfAWindow() {
        assertThatThrownBy(() -> ServiceGraphOptions.parse(new String[] {"--service-graph.allowed-lateness", "95 s"}))
                .hasMessageContaining("multiple of 10,000");
    }

    @Test
    void refusesPatienceBeyondTheLateness() {
        assertThatThrownBy(() -> ServiceGraphOptions.parse(new String[] {"--service-graph.caller-patience", "1 h"}))
                .hasMessageContaining("caller patience");
    }
}
