/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.meshobservatory.bridge.result.BridgeResult;

/**
 * What a sender is told.
 *
 * @param message for a failure, why; for a partial success, which items were rejected and why; else empty
 * @param rejectedItems spans that were rejected; 0 unless the result is {@link BridgeResult#PARTIAL}
 */
public record ExportAnswer(BridgeResult result, String message, long rejectedItems) {
    static final ExportAnswer ACCEPTED = new ExportAnswer(BridgeResult.ACCEPTED, "", 0);
    static final ExportAnswer EMPTY = new ExportAnswer(BridgeResult.EMPTY, "", 0);

    /** The answer to a request that failed. */
    public static ExportAnswer failure(BridgeResult result, String message) {
        return new ExportAnswer(result, message, 0);
    }

    static ExportAnswer partial(String message, long rejectedItems) {
        return new ExportAnswer(BridgeResult.PARTIAL, message, rejectedItems);
    }
}
