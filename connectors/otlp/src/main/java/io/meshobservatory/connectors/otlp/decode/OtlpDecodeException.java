/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/** Bytes that are not the protobuf message that they should be. The message says what was found, where, and expected. */
public final class OtlpDecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    OtlpDecodeException(String problem, int offset) {
        super(problem + " at byte " + offset);
    }
}
