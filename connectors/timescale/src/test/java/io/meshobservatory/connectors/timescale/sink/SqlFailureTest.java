/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08001, RETRY", // nobody listens
        "08006, RETRY", // connection broken
        "53300, RETRY", // too many connections
        "53100, RETRY", // disk full
        "57P01, RETRY", // terminated by an administrator
        "57P03, RETRY", // starting
        "58030, RETRY", // input or output error
        "40P01, RETRY", // deadlock
        "55P03, RETRY", // lock timeout
        "25006, RETRY", // became a standby
        "23514, MISSING_PARTITION",
        "28P01, FATAL", // wrong password
        "42P01, FATAL", // no such table
        "42501, FATAL", // no such right
        "22021, FATAL", // a value that cannot be stored
        "23505, FATAL",
        "XX000, FATAL",
    })
    void classifiesByState(String state, SqlFailure expected) {
        assertThat(SqlFailure.of(new SQLException("x", state))).isEqualTo(expected);
    }

    @Test
    void aNamedConstraintIsNoMissingPartition() {
        ServerErrorMessage message = new ServerErrorMessage("SERROR\0C23514\0Mviolates\0ncalls_positive\0");
        assertThat(SqlFailure.of(new PSQLException(message))).isEqualTo(SqlFailure.FATAL);
    }

    @Test
    void aBatchTellsItsCauseAsTheNextException() {
        BatchUpdateException batch = new BatchUpdateException("batch entry 0", new int[0]);
        batch.setNextException(new PSQLException(new ServerErrorMessage("SFATAL\0C57P01\0Mterminating\0")));
        assertThat(SqlFailure.of(batch)).isEqualTo(SqlFailure.RETRY);
    }

    @Test
    void withoutAStateTheTypeDecides() {
        assertThat(SqlFailure.of(new SQLTransientConnectionException("x"))).isEqualTo(SqlFailure.RETRY);
        assertThat(SqlFailure.of(new SQLException("x"))).isEqualTo(SqlFailure.FATAL);
    }
}
