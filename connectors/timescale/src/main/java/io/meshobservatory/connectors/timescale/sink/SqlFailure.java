/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failure of the database means for the rows that were being written. */
enum SqlFailure {
    /** It may pass: the connection was lost, the server restarts or is short of something, another session was in the way. */
    RETRY,
    /** The rows belong to a time for which there is no partition: it is made, and they are written again. */
    MISSING_PARTITION,
    /** It will not pass by itself: wrong credentials, missing tables or rights, a value that does not fit. */
    FATAL;

    private static final Set<String> RETRY_STATES = Set.of(
            "25006", // read only: this server became a standby, and the next connection finds the primary
            "25P03", // the session was ended for idling in a transaction
            "40001", // serialization failure
            "40003", // it is unknown whether the statement completed; upserts may be repeated
            "40P01", // deadlock: this transaction was the one to give way
            "55006", // an object is in use
            "55P03", // a lock could not be had in time
            "57014", // cancelled, by a person or by statement_timeout
            "57P01", // the server is being shut down, or this session was terminated
            "57P02", // the server crashed and recovers
            "57P03", // the server is starting
            "57P05" // the session was ended for idling
            );

    private static final String CHECK_VIOLATION = "23514";

    /** Classifies by the SQLSTATE of the failure or of the first of its causes that has one. */
    static SqlFailure of(SQLException failure) {
        SQLException told = withState(failure);
        String state = told.getSQLState();
        if (state == null || state.isEmpty()) {
            boolean passing = told instanceof SQLTransientException || told instanceof SQLRecoverableException;
            return passing ? RETRY : FATAL;
        }
        if (state.equals(CHECK_VIOLATION)) {
            // A row without a partition violates no constraint that has a name.
            return constraint(told) == null ? MISSING_PARTITION : FATAL;
        }
        if (RETRY_STATES.contains(state)) {
            return RETRY;
        }
        return switch (state.substring(0, Math.min(2, state.length()))) {
            // 08: the connection; 53: too many connections, no memory, disk full; 58: the server's own input and output
            case "08", "53", "58" -> RETRY;
            default -> FATAL;
        };
    }

    /** A batch reports its true cause as the next exception. */
    private static SQLException withState(SQLException failure) {
        for (SQLException next = failure; next != null; next = next.getNextException()) {
            if (next instanceof PSQLException && next.getSQLState() != null) {
                return next;
            }
        }
        return failure;
    }

    private static @Nullable String constraint(SQLException failure) {
        if (!(failure instanceof PSQLException fromServer)) {
            return null;
        }
        ServerErrorMessage message = fromServer.getServerErrorMessage();
        return message == null ? null : message.getConstraint();
    }
}
