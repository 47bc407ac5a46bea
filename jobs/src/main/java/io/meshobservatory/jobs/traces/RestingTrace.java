/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

/**
 * A trace of which all was published, kept because a late span may still change it. Immutable by convention.
 *
 * @param spans its packed spans, and no others
 * @param history what was published
 * @param expiryMillis until when it is kept, milliseconds since the epoch
 */
record RestingTrace(PackedSpans spans, TraceHistory history, long expiryMillis) {}
