/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

/**
 * What stands on a page of traces at rest, so that after a restart the pages themselves need not be read. Immutable by
 * convention: the array must not be written to.
 *
 * @param expiryMillis from when on its traces can be forgotten, milliseconds since the epoch
 * @param ids all that were put there, each as two longs
 */
record PageContents(long expiryMillis, long[] ids) {}
