/* SPDX-License-Identifier: Apache-2.0 */
/** From matches to alerts: one story per attack. */
@NullMarked
package io.meshobservatory.jobs.detection.stories;

import org.jspecify.annotations.NullMarked;
