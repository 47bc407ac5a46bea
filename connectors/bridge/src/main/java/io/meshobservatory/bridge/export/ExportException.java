/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.meshobservatory.bridge.result.BridgeResult;

/** A request that cannot go on. The message is for the sender; there is no stack trace, since this is no fault of ours. */
public final class ExportException extends Exception {
    private static final long serialVersionUID = 1L;

    private final BridgeResult result;

    public ExportException(BridgeResult result, String message) {
        super(message, null, false, false);
        this.result = result;
    }

    /** How the request ends. */
    public BridgeResult result() {
        return result;
    }
}
