/* SPDX-License-Identifier: Apache-2.0 */
/** How well the isolation forest ranks the anomalies of labelled tables. */
@NullMarked
package io.meshobservatory.benchmarks.forest;

import org.jspecify.annotations.NullMarked;
