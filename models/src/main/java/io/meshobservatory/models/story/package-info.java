/* SPDX-License-Identifier: Apache-2.0 */
/** Stories: what belongs to one attack becomes one alert, opened, updated and closed, in words for people. */
@NullMarked
package io.meshobservatory.models.story;

import org.jspecify.annotations.NullMarked;
