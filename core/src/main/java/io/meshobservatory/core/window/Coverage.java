/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

/**
 * What traces saw of an edge in a window, counted as recorded and not weighted. Immutable.
 *
 * @param sampledCalls calls found in traces
 * @param bothSides of these, seen by both sides
 * @param callerOnly seen by the caller only
 * @param calleeOnly seen by the callee only, which named no parent
 * @param callerMissing seen by the callee only, though it named a parent: the caller's span was lost, or is not sent
 * @param contextLost calls for which the caller's sidecar had to begin a new trace
 */
public record Coverage(
        long sampledCalls, long bothSides, long callerOnly, long calleeOnly, long callerMissing, long contextLost) {
    /** Nothing. */
    public static final Coverage NONE = new Coverage(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Coverage plus(Coverage other) {
        return new Coverage(
                sampledCalls + other.sampledCalls,
                bothSides + other.bothSides,
                callerOnly + other.callerOnly,
                calleeOnly + other.calleeOnly,
                callerMissing + other.callerMissing,
                contextLost + other.contextLost);
    }
}
