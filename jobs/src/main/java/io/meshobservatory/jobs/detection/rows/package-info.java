/* SPDX-License-Identifier: Apache-2.0 */
/** Rows of edges and facts, and which version of a row counts. */
@NullMarked
package io.meshobservatory.jobs.detection.rows;

import org.jspecify.annotations.NullMarked;
