/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.signal;

/** What was noticed. Constants may only be appended: states hold ordinals. */
public enum SignalKind {
    /** The source calls the destination for the first time, though both have been known for long. */
    NEW_EDGE,
    /** Calls of the source to the destination are denied by policy, far more than usual. */
    DENIED,
    /** The source tries many destinations or paths that it never used, and mostly fails. */
    PROBE,
    /** The source reads far more from a data store, or a service before one, than it does at such load. */
    UNUSUAL_READ,
    /** The source sends far more to a rare or external destination than it does at such load. */
    UPLOAD,
    /** Small excesses towards a rare or external destination that have added up over hours. */
    SLOW_UPLOAD,
    /** The source calls a rare destination at regular distances with much the same sizes. */
    REGULAR_CALLS,
    /** The destination refuses the source's credentials (401, 403), far more than usual. */
    REFUSED_LOGINS,
    /** Calls succeed where credentials were refused in numbers just before. */
    LOGIN_AFTER_REFUSALS,
    /** A principal comes from a workload from which it never came. */
    NEW_PRINCIPAL_PLACE,
    /** Plain text on an edge that was under mutual TLS. */
    PLAIN_TEXT,
    /** The destination gets far more requests than its load explains. */
    FLOOD,
    /** Requests to the destination are held open far longer than usual, and many of them. */
    SLOW_REQUESTS,
    /** Far more calls of one costly operation than usual. */
    EXPENSIVE_PATH,
    /** The isolation forest has not seen such a window, several times in a row. */
    UNUSUAL_WINDOW,
    /** The source asks the destination, over an edge that is long known, for what it never asked for. */
    NEW_OPERATION,
    /** The source calls a host outside for the first time, and nobody tells how much it sends there. */
    NEW_HOST
}
