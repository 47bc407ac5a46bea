/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import java.util.List;
import java.util.Map;

/**
 * What a request held besides the spans that can be analysed; the parts are described at {@link DecodedSpans}.
 *
 * @param dropped spans that cannot be analysed
 * @param droppedByReason how many cannot
 * @param aliases under which names and addresses others may know the workloads of its spans
 */
public record DecodedRequest(
        List<DroppedSpan> dropped, Map<DropReason, Integer> droppedByReason, List<Alias> aliases) {}
