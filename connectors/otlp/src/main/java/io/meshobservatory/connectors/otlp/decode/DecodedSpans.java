/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import java.util.List;

/**
 * The spans of one request.
 *
 * @param spans those that can be analysed, in the order of the request
 * @param dropped those that cannot, with the reason
 */
public record DecodedSpans(List<Span> spans, List<DroppedSpan> dropped) {}
