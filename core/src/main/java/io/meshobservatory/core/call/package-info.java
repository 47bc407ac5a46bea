/* SPDX-License-Identifier: Apache-2.0 */
/** A logical call, and a change to what is known of one. */
@NullMarked
package io.meshobservatory.core.call;

import org.jspecify.annotations.NullMarked;
