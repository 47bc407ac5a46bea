/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

/** The bytes are no message of the expected type. The message says what is wrong and can be shown to the sender. */
public final class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
