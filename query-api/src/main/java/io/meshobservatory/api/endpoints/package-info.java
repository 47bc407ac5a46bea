/* SPDX-License-Identifier: Apache-2.0 */
/** The endpoints of the API, one class each: parameters in, an answer out. */
@NullMarked
package io.meshobservatory.api.endpoints;

import org.jspecify.annotations.NullMarked;
