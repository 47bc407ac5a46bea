/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request was not accepted, for good: the message says what the server answered, or why it could not be asked. */
public final class OtlpSendException extends IOException {
    private static final long serialVersionUID = 1L;

    OtlpSendException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
