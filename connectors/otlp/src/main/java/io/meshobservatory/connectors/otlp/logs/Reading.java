/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.identity.Alias;
import java.util.List;

/** What a line turned out to be. */
sealed interface Reading {
    /** A call, and what else the line tells. */
    record Told(Call call, Vantage vantage, List<Fact> facts, List<Alias> aliases) implements Reading {}

    /** A line that does not fit. */
    record Unreadable(UnparsedReason reason) implements Reading {}

    /** Nothing to count. */
    record Skipped(PassedOver reason) implements Reading {}
}
