/* SPDX-License-Identifier: Apache-2.0 */
/** The service-graph topology against the yardstick. */
@NullMarked
package io.meshobservatory.benchmarks.graph;

import org.jspecify.annotations.NullMarked;
