/* SPDX-License-Identifier: Apache-2.0 */
/** Flink in this process, for what is measured as a job. */
@NullMarked
package io.meshobservatory.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
