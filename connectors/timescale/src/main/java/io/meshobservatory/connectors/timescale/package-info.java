/* SPDX-License-Identifier: Apache-2.0 */
/** The results in PostgreSQL, with or without TimescaleDB. */
@NullMarked
package io.meshobservatory.connectors.timescale;

import org.jspecify.annotations.NullMarked;
