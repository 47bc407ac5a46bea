/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.meshobservatory.bridge.result.Transport;
import io.meshobservatory.connectors.otlp.OtlpSignal;

/**
 * One request, as far as its transport has to say.
 *
 * @param maxContentBytes the largest body as it arrives, without its head
 * @param head how the body begins before its content
 * @param decoder from that body to protobuf
 */
public record ExportCall(
        OtlpSignal signal, Transport transport, int maxContentBytes, BodyHead head, BodyDecoder decoder) {
    /** From the body as it arrived to the protobuf bytes of the request. Runs on a worker. */
    @FunctionalInterface
    public interface BodyDecoder {
        /**
         * @param body the whole body; may be used as the result
         * @param memory where everything that is allocated has to be reserved
         */
        byte[] decode(ReceivedBody body, MemoryBudget.Reservation memory) throws ExportException;
    }
}
