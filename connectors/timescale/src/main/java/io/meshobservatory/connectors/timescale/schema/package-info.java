/* SPDX-License-Identifier: Apache-2.0 */
/** The tables: migrations, how they are stored over time, and how long. */
@NullMarked
package io.meshobservatory.connectors.timescale.schema;

import org.jspecify.annotations.NullMarked;
