/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.identity.Alias;
import java.util.List;

/**
 * A line that tells a call, or a TCP connection (see {@link Call#isConnection}). Immutable.
 *
 * @param id by what it is recognised when it comes again
 * @param call the call
 * @param vantage on which side of the call it was written; of the signal LOGS
 * @param facts what else it tells: a TLS handshake that failed
 * @param aliases names under which others may know the workloads that it tells of
 */
public record AccessEntry(LineId id, Call call, Vantage vantage, List<Fact> facts, List<Alias> aliases)
        implements LogLine {
    private static final long NANOS_PER_MILLI = 1_000_000;

    public AccessEntry {
        requireNonNull(id, "id");
        requireNonNull(call, "call");
        requireNonNull(vantage, "vantage");
        requireNonNull(facts, "facts");
        requireNonNull(aliases, "aliases");
    }

    @Override
    public long timeMillis() {
        return Math.floorDiv(call.endNanos(), NANOS_PER_MILLI);
    }

    /** The same without aliases, for those who took them already. */
    public AccessEntry withoutAliases() {
        return aliases.isEmpty() ? this : new AccessEntry(id, call, vantage, facts, List.of());
    }

    AccessEntry withId(LineId newId) {
        return new AccessEntry(newId, call, vantage, facts, aliases);
    }
}
