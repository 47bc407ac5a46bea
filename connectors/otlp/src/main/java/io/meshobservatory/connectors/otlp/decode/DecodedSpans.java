/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import java.util.List;
import java.util.Map;

/**
 * The spans of one request.
 *
 * @param spans those that can be analysed, in the order of the request; behind a span that links join to other traces
 *     stand its copies in those, at most {@value SpanLinks#MAX_LINKS}
 * @param dropped those that cannot, with the reason: at most {@value #MAX_DESCRIBED} of them, as a request can hold
 *     millions
 * @param droppedByReason how many cannot, all of them
 * @param aliases under which names and addresses others may know the workloads of these spans: each is given by one decoder
 *     about once for a minute of event time
 */
public record DecodedSpans(
        List<Span> spans, List<DroppedSpan> dropped, Map<DropReason, Integer> droppedByReason, List<Alias> aliases) {
    /** How many of the dropped spans of a request are described. */
    public static final int MAX_DESCRIBED = 100;

    static DecodedSpans of(List<Span> spans, DecodedRequest request) {
        return new DecodedSpans(spans, request.dropped(), request.droppedByReason(), request.aliases());
    }
}
