/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Ends a request with a {@link Problem}. Carries no stack trace: it is an answer, not a fault of this program. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(requireNonNull(problem, "problem").detail(), cause, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
