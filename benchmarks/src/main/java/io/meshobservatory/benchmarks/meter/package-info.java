/* SPDX-License-Identifier: Apache-2.0 */
/** What a stretch of work took: time, processor, garbage collection, allocation. */
@NullMarked
package io.meshobservatory.benchmarks.meter;

import org.jspecify.annotations.NullMarked;
