/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "jdbc:postgresql://db:5432/mesh, jdbc:postgresql://db:5432/mesh, null, null",
                "postgres://ann:secret@db/mesh, jdbc:postgresql://db/mesh, ann, secret",
                "postgresql://ann@db:5433/mesh?sslmode=require, jdbc:postgresql://db:5433/mesh?sslmode=require, ann, null",
                "jdbc:postgresql://db/mesh?user=ann&ssl=true&password=s%26t, jdbc:postgresql://db/mesh?ssl=true, ann, s&t",
                "jdbc:postgresql://ann:secret@db/mesh, jdbc:postgresql://db/mesh, ann, secret",
                "postgres://ann:p%40ss%2Fw+rd@db/mesh, jdbc:postgresql://db/mesh, ann, p@ss/w+rd",
                "'postgres://ann:x@one:5432,two:5432/mesh', 'jdbc:postgresql://one:5432,two:5432/mesh', ann, x",
                "postgres://[::1]:5432/mesh, jdbc:postgresql://[::1]:5432/mesh, null, null",
            })
    void readsEveryFormOfUrl(String given, String url, String user, String password) {
        assertThat(DatabaseConfig.parse(given)).isEqualTo(new DatabaseConfig(url, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db",
                "mysql://ann:secret@db/mesh",
                "postgres://ann:secret@db",
                "postgres:///mesh",
                "postgres://ann:secret@/mesh",
                "postgres://ann:secret%ZZ@db/mesh",
                "jdbc:mysql://db/mesh?password=secret"
            })
    void refusesAnythingElseWithoutTellingThePassword(String given) {
        assertThatThrownBy(() -> DatabaseConfig.parse(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("database URL: ")
                .hasMessageContaining("expected")
                .hasMessageNotContaining("secret");
    }

    @Test
    void environmentCredentialsOverrideThoseInTheUrl() {
        assertThat(DatabaseConfig.fromEnvironment(Map.of())).isEmpty();
        assertThat(DatabaseConfig.fromEnvironment(Map.of("OBSERVATORY_DATABASE_URL", " ")))
                .isEmpty();
        assertThat(DatabaseConfig.fromEnvironment(Map.of(
                        "OBSERVATORY_DATABASE_URL", "postgres://ann:old@db/mesh",
                        "OBSERVATORY_DATABASE_PASSWORD", "new")))
                .contains(new DatabaseConfig("jdbc:postgresql://db/mesh", "ann", "new"));
        assertThatThrownBy(() -> DatabaseConfig.fromEnvironment(Map.of("OBSERVATORY_DATABASE_URL", "db:5432")))
                .hasMessageStartingWith("OBSERVATORY_DATABASE_URL: ");
    }

    @Test
    void travelsWithAJobAndKeepsThePasswordToItself() throws Exception {
        DatabaseConfig config = DatabaseConfig.parse("postgres://ann:secret@db/mesh");

        assertThat(InstantiationUtil.<DatabaseConfig>deserializeObject(
                        InstantiationUtil.serializeObject(config), getClass().getClassLoader()))
                .isEqualTo(config);
        assertThat(config.toString()).contains("ann", "db/mesh").doesNotContain("secret");
    }
}
