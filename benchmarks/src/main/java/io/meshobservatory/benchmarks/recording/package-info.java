/* SPDX-License-Identifier: Apache-2.0 */
/** Recorded requests in memory, which can be sent again under other ids and times. */
@NullMarked
package io.meshobservatory.benchmarks.recording;

import org.jspecify.annotations.NullMarked;
