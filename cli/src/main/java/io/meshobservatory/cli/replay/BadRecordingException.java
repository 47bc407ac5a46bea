/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import java.io.IOException;

/** A recorded request that cannot be sent with its times moved, since it cannot be read. */
final class BadRecordingException extends IOException {
    private static final long serialVersionUID = 1L;

    BadRecordingException(String message) {
        super(message);
    }
}
