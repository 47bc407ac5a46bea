/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.call;

import static java.util.Objects.requireNonNull;

/**
 * A call that is published, or one published before that is taken back. Immutable.
 *
 * @param call the call
 * @param vantage from where it was seen
 * @param withdrawn whether it is taken back
 */
public record CallChange(Call call, Vantage vantage, boolean withdrawn) {
    public CallChange {
        requireNonNull(call, "call");
        requireNonNull(vantage, "vantage");
    }
}
