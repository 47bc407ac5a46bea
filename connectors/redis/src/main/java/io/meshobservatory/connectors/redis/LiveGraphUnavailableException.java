/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import org.jspecify.annotations.Nullable;

/** Redis is away, too slow, or refuses. The tables still have what the live graph would show. */
public final class LiveGraphUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LiveGraphUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
