/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The live graph in Redis: the latest 10 s window of each edge, for as long as it is fresh, and a channel that carries each
 * row as it is written. A view of what the tables hold for good: losing it loses nothing.
 */
@NullMarked
package io.meshobservatory.connectors.redis;

import org.jspecify.annotations.NullMarked;
