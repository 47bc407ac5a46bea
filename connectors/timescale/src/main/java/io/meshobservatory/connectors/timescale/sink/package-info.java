/* SPDX-License-Identifier: Apache-2.0 */
/** Flink sinks that upsert whole rows, sorted, in one transaction per flush. */
@NullMarked
package io.meshobservatory.connectors.timescale.sink;

import org.jspecify.annotations.NullMarked;
