/* SPDX-License-Identifier: Apache-2.0 */
/** Edges over time: windows, the statistics that fill them, and the rows that leave them. */
@NullMarked
package io.meshobservatory.core.window;

import org.jspecify.annotations.NullMarked;
