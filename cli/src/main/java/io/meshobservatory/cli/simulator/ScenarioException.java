/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import org.jspecify.annotations.Nullable;

/** A scenario cannot be used. The message can be shown to its author: it names the field, its value and what is expected. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A reason without a cause. */
    public ScenarioException(String message) {
        super(message);
    }

    /** A reason with its cause. */
    public ScenarioException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
