/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A refusal told by a status")
class DenialTest {
    @ParameterizedTest
    @CsvSource({"401,http_401", "403,http_403", "400,''", "404,''", "429,''", "200,''", "0,''", "-1,''"})
    @DisplayName("of HTTP is 401 or 403")
    void http(long status, String denial) {
        assertThat(Denial.ofHttpStatus(status)).isEqualTo(denial);
    }

    @ParameterizedTest
    @CsvSource({
        "16,grpc_unauthenticated",
        "Unauthenticated,grpc_unauthenticated",
        "7,grpc_permission_denied",
        "PERMISSION_DENIED,grpc_permission_denied",
        "PermissionDenied,grpc_permission_denied",
        "5,''",
        "0,''",
        "NOT_FOUND,''"
    })
    @DisplayName("of gRPC is Unauthenticated or PermissionDenied, however written")
    void grpc(String status, String denial) {
        assertThat(Denial.ofGrpcStatus(status)).isEqualTo(denial);
    }

    @Test
    @DisplayName("is known from a policy's")
    void byStatus() {
        assertThat(Denial.isByStatus(Denial.HTTP_401)).isTrue();
        assertThat(Denial.isByStatus("rbac none")).isFalse();
        assertThat(Denial.isByStatus("rate_limit")).isFalse();
        assertThat(Denial.isByStatus(Denial.NONE)).isFalse();
    }
}
