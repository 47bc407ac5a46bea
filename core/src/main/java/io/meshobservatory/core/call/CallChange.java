/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.call;

import static java.util.Objects.requireNonNull;

/**
 * A call to add to its window, or one to take away because later spans tell it differently.
 *
 * @param call the call
 * @param withdrawn whether it is taken away
 */
public record CallChange(Call call, boolean withdrawn) {
    public CallChange {
        requireNonNull(call, "call");
    }
}
