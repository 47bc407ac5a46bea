/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"})
    void namesOfThisMachineAreServed(String host) {
        assertThat(LoopbackGuard.isLoopbackName(host)).isTrue();
    }

    /** The first ones are what a page uses whose own name points to 127.0.0.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "evil.example:8080",
                "localhost:8080:8080",
                "localhost:x",
                "::1",
                "0.0.0.0",
                ""
            })
    void otherNamesAreNot(String host) {
        assertThat(LoopbackGuard.isLoopbackName(host)).isFalse();
    }

    @Test
    void norIsARequestWithoutName() {
        assertThat(LoopbackGuard.isLoopbackName(null)).isFalse();
    }
}
