/* SPDX-License-Identifier: Apache-2.0 */
/** Event time inside operators, across restarts. */
@NullMarked
package io.meshobservatory.jobs.time;

import org.jspecify.annotations.NullMarked;
