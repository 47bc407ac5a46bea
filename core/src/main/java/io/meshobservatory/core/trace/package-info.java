/* SPDX-License-Identifier: Apache-2.0 */
/** How the spans of a trace become calls, and when those are published. */
@NullMarked
package io.meshobservatory.core.trace;

import org.jspecify.annotations.NullMarked;
