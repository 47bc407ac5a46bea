/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.result;

import java.util.Locale;

/** How a request came in. */
public enum Transport {
    GRPC,
    HTTP;

    /** The value of the label {@code transport}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
