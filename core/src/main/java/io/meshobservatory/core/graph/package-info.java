/* SPDX-License-Identifier: Apache-2.0 */
/** The service graph: nodes, edges, and how the spans of a trace become calls. */
@NullMarked
package io.meshobservatory.core.graph;

import org.jspecify.annotations.NullMarked;
