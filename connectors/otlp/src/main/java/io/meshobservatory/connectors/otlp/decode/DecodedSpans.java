/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import java.util.List;
import java.util.Map;

/**
 * The spans of one request.
 *
 * @param spans those that can be analysed, in the order of the request
 * @param dropped those that cannot, with the reason: at most {@value #MAX_DESCRIBED} of them, as a request can hold
 *     millions
 * @param droppedByReason how many cannot, all of them
 */
public record DecodedSpans(List<Span> spans, List<DroppedSpan> dropped, Map<DropReason, Integer> droppedByReason) {
    /** How many of the dropped spans of a request are described. */
    public static final int MAX_DESCRIBED = 100;
}
