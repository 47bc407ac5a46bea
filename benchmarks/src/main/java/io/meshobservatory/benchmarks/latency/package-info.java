/* SPDX-License-Identifier: Apache-2.0 */
/** How long it takes from the arrival of a span until its edge can be read. */
@NullMarked
package io.meshobservatory.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
