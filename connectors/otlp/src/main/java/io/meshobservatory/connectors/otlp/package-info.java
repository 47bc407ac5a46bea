/* SPDX-License-Identifier: Apache-2.0 */
/** OTLP, the protocol: its signals and what every reader of it shares. */
@NullMarked
package io.meshobservatory.connectors.otlp;

import org.jspecify.annotations.NullMarked;
