/* SPDX-License-Identifier: Apache-2.0 */
/** The identities of the service graph: nodes and edges. */
@NullMarked
package io.meshobservatory.core.graph;

import org.jspecify.annotations.NullMarked;
