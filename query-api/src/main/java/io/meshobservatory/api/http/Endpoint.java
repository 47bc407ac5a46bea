/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import java.util.Set;

/** Answers requests of one path. Thread-safe; may block. */
public interface Endpoint {
    /** The path, with parameters in braces. */
    String path();

    /** The names of the query parameters that are understood; any other is an error. */
    Set<String> parameters();

    /**
     * The answer, written as JSON with names in snake case.
     *
     * @throws ProblemException if there is none
     */
    Object answer(Parameters parameters);
}
