/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

/**
 * By how much a series grew, and when.
 *
 * @param fromNanos after when, nanoseconds since the epoch
 * @param toNanos until when, not before
 * @param grown by how much; not nothing
 */
public record Increase(long fromNanos, long toNanos, Reading grown) {}
