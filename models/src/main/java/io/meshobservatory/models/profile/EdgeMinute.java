/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.window.EdgeRow;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What went over one relation, all versions together, in one minute. Immutable by convention: the map must not be written
 * to. Counts are calls, and of a relation of which only connections are seen, connections.
 *
 * @param relation who calls whom by which protocol
 * @param startMillis the beginning of the minute, milliseconds since the epoch
 * @param calls how many calls
 * @param outcome how they ended
 * @param operations how many calls asked for each operation, where told; in the order of the names
 * @param requestBytes from source to destination; {@link #UNKNOWN_BYTES} where nothing tells sizes
 * @param responseBytes from destination to source, likewise
 * @param connectionsOpened TCP connections opened
 * @param connectionsClosed TCP connections closed
 * @param mutualTls seen to be under mutual TLS
 * @param plainText seen to be without it
 * @param sourcePrincipals identities of the caller, sorted, each once
 * @param sourceVersions versions of the caller as far as told, sorted, each once
 * @param p50Millis median latency, as the client saw it, or where it did not tell, the server; NaN where not measured
 * @param p95Millis 95th percentile of the same
 * @param p99Millis 99th percentile of the same
 * @param traceIds examples, in hexadecimal: the failed ones first; at most four
 */
public record EdgeMinute(
        Relation relation,
        long startMillis,
        long calls,
        MinuteOutcome outcome,
        Map<String, Long> operations,
        long requestBytes,
        long responseBytes,
        long connectionsOpened,
        long connectionsClosed,
        long mutualTls,
        long plainText,
        List<String> sourcePrincipals,
        List<String> sourceVersions,
        double p50Millis,
        double p95Millis,
        double p99Millis,
        List<String> traceIds)
        implements Comparable<EdgeMinute> {
    /** Stands for a size that nothing tells. */
    public static final long UNKNOWN_BYTES = -1;

    /** The operation that stands for those beyond the bound of an edge row. */
    public static final String OTHER_OPERATIONS = "OTHER";

    /** How long a minute is. */
    public static final long MINUTE_MILLIS = 60_000;

    public EdgeMinute {
        requireNonNull(relation, "relation");
        requireNonNull(outcome, "outcome");
        requireNonNull(operations, "operations");
        sourcePrincipals = List.copyOf(sourcePrincipals);
        sourceVersions = List.copyOf(sourceVersions);
        traceIds = List.copyOf(traceIds);
    }

    /**
     * The sum of all rows of one relation and minute, in whatever order they come.
     *
     * @param rows one-minute rows that differ in nothing but their versions; at least one
     * @throws IllegalArgumentException if there is none, or if they are of different relations or minutes
     */
    public static EdgeMinute of(List<EdgeRow> rows) {
        return RowSum.of(rows);
    }

    /** The caller. */
    public Node source() {
        return relation.source();
    }

    /** The callee. */
    public Node destination() {
        return relation.destination();
    }

    /** Calls, or where only connections are seen, the connections opened: how often the source turned to the destination. */
    public long turns() {
        return calls > 0 ? calls : connectionsOpened;
    }

    /** Turns that were answered as wished, as far as is told. */
    public long successes() {
        long failed = Math.max(outcome.errors() + outcome.rejected() + outcome.faultsInjected(), outcome.denied());
        return Math.max(turns() - failed, 0);
    }

    /** Whether nothing at all went over it. */
    public boolean isNothing() {
        return calls == 0
                && requestBytes <= 0
                && responseBytes <= 0
                && connectionsOpened == 0
                && connectionsClosed == 0;
    }

    /** Request bytes, 0 where not told. */
    public long sentBytes() {
        return Math.max(requestBytes, 0);
    }

    /** Response bytes, 0 where not told. */
    public long gotBytes() {
        return Math.max(responseBytes, 0);
    }

    /** By relation, then by time. */
    @Override
    public int compareTo(EdgeMinute other) {
        int byRelation = relation.compareTo(other.relation);
        return byRelation != 0 ? byRelation : Long.compare(startMillis, other.startMillis);
    }

    /** Writes it in a versioned form. */
    public void write(DataOutput out) throws IOException {
        EdgeMinuteFormat.write(this, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static EdgeMinute read(DataInput in) throws IOException {
        return EdgeMinuteFormat.read(in);
    }
}
