/* SPDX-License-Identifier: Apache-2.0 */
/** What detection costs beside the graph job. */
@NullMarked
package io.meshobservatory.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
