/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From access logs to sums of calls: {@link io.meshobservatory.jobs.logs.DecodeLogs} reads lines,
 * {@link io.meshobservatory.jobs.logs.CountLinesOnce} leaves out those that came before, and what remains is summed like the
 * calls of traces.
 */
@NullMarked
package io.meshobservatory.jobs.logs;

import org.jspecify.annotations.NullMarked;
