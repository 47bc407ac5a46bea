/* SPDX-License-Identifier: Apache-2.0 */
/** How the detection job behaves, apart from what it does. */
@NullMarked
package io.meshobservatory.jobs.detection.config;

import org.jspecify.annotations.NullMarked;
