/* SPDX-License-Identifier: Apache-2.0 */
/** What is told to the security team: one alert per story, with its reasons and its evidence. */
@NullMarked
package io.meshobservatory.core.alert;

import org.jspecify.annotations.NullMarked;
