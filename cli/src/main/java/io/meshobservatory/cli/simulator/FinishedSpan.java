/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * A span on its way to its exporter.
 *
 * @param exporter who sends it
 * @param span itself
 */
record FinishedSpan(Exporter exporter, Span span) {}
