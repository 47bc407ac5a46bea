/* SPDX-License-Identifier: Apache-2.0 */
/** What the anomaly model said, and which model it was: kept so that an alert can be looked into and models be compared. */
@NullMarked
package io.meshobservatory.core.score;

import org.jspecify.annotations.NullMarked;
