/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

/** A line of an access log: one that tells a call, or one that could not be read. Immutable. */
public sealed interface LogLine permits AccessEntry, UnparsedLine {
    /** By what it is recognised when it comes again. */
    LineId id();

    /** When the call ended, milliseconds since the epoch; see {@link UnparsedLine#timeMillis} for a line that tells none. */
    long timeMillis();
}
