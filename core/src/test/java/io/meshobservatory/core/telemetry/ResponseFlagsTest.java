/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseFlagsTest {
    @ParameterizedTest
    @CsvSource({
        "URX, UpstreamRetryLimitExceeded, retry_limit_exceeded",
        "UT, UpstreamRequestTimeout, upstream_timeout",
        "UO, UpstreamOverflow, circuit_breaker_open",
        "RL, RateLimited, rate_limited",
        "RLSE, RateLimitServiceError, rate_limit_service_failed",
        "FI, FaultInjected, fault_aborted",
        "DI, DelayInjected, fault_delayed",
        "UH, NoHealthyUpstream, no_healthy_upstream",
        "UF, UpstreamConnectionFailure, upstream_connection_failure",
        "UAEX, UnauthorizedExternalService, denied",
        "DC, DownstreamConnectionTermination, caller_gone",
        "NR, NoRouteFound, no_route",
        "DF, DnsResolutionFailed, name_not_resolved"
    })
    @DisplayName("Envoy's flags have their long names and say what they mean")
    void known(String flag, String longName, String meaning) {
        assertThat(ResponseFlags.longName(flag)).isEqualTo(longName);
        assertThat(ResponseFlags.meaning(flag).label()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({"X9", "urx", "''", "OTHER"})
    @DisplayName("the set is open: what is not known keeps its name and is told as another flag")
    void unknown(String flag) {
        assertThat(ResponseFlags.longName(flag)).isEqualTo(flag);
        assertThat(ResponseFlags.meaning(flag)).isEqualTo(ResponseFlags.Meaning.OTHER);
    }

    @Test
    @DisplayName("no two long names are the same, and each says more than its short name")
    void distinct() {
        String[] flags =
                ("DC DR LH UH UT LR UR UF UC UO URX NR NC NFCF DI FI RL RLSE UAEX SI DT UMSDR IH DPE UPE RFCF OM"
                                + " DF DO")
                        .split(" ", -1);
        assertThat(flags)
                .hasSize(29)
                .extracting(ResponseFlags::longName)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).hasSizeGreaterThan(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|''", "UF|UF", "URX,UF|UF,URX", "UF,URX|UF,URX", "UF,URX,UF|UF,URX", ",URX,,UF,|UF,URX", ",|''"
            })
    @DisplayName("flags are put in order, each once, and gaps go")
    void sorted(String flags, String sorted) {
        assertThat(ResponseFlags.sorted(flags)).isEqualTo(sorted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|''", "UF|''", "UAEX|ext_authz", "DI,UAEX|ext_authz", "RL|rate_limit", "RLSE|''", "DENY|rbac"})
    @DisplayName("flags tell who refused, and nothing of other failures")
    void denials(String flags, String denial) {
        assertThat(ResponseFlags.denial(flags)).isEqualTo(denial);
    }
}
