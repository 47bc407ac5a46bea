/* SPDX-License-Identifier: Apache-2.0 */
/** What profiles notice and patterns are made of. */
@NullMarked
package io.meshobservatory.models.signal;

import org.jspecify.annotations.NullMarked;
