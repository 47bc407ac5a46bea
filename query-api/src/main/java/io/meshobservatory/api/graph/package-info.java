/* SPDX-License-Identifier: Apache-2.0 */
/** What is answered: sums of rows over windows, nodes, edges and series, in their public JSON form. */
@NullMarked
package io.meshobservatory.api.graph;

import org.jspecify.annotations.NullMarked;
