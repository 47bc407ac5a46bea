/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseLocationTest {
    @Test
    void takesTheFormOfJdbc() {
        DatabaseLocation location =
                DatabaseLocation.parse("jdbc:postgresql://db:5433/mesh?user=reader&password=secret", null, null);

        assertThat(location.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/mesh?user=reader&password=secret");
        assertThat(location.toString()).doesNotContain("secret");
    }

    @Test
    void takesTheFormOfLibpq() {
        DatabaseLocation location =
                DatabaseLocation.parse("postgres://reader:p%40ss+word@db:5433/mesh?sslmode=require", null, null);

        assertThat(location)
                .isEqualTo(
                        new DatabaseLocation("jdbc:postgresql://db:5433/mesh?sslmode=require", "reader", "p@ss+word"));
        assertThat(location.toString()).doesNotContain("p@ss");
    }

    @Test
    void separateCredentialsWin() {
        assertThat(DatabaseLocation.parse("postgresql://reader:one@db/mesh", "other", "two"))
                .isEqualTo(new DatabaseLocation("jdbc:postgresql://db/mesh", "other", "two"));
    }

    /** The address may hold a password: it must not come back in a message that ends up in a log. */
    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://u:secret@db/mesh", "postgres:secret", "secret", "http://db", "postgres://a b:secret"})
    void othersAreRefusedWithoutRepeatingThem(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseLocation.parse(url, null, null))
                .withMessageContaining("expected: jdbc:postgresql://")
                .withMessageNotContaining("secret");
    }
}
