/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import io.meshobservatory.bridge.kafka.OutgoingRecord;
import java.util.List;

/**
 * One request in memory. Immutable by agreement: nobody changes the bytes.
 *
 * @param message an {@code ExportTraceServiceRequest}
 * @param spans how many spans it holds
 * @param records what the bridge would write to Kafka for it
 */
record SpanBatch(byte[] message, int spans, List<OutgoingRecord> records) {}
