/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A part of an answer that is JSON already, as another program wrote it: it is passed on without being read.
 *
 * @param text one JSON value
 */
public record RawJson(@JsonValue @JsonRawValue String text) {
    public RawJson {
        requireNonNull(text, "text");
    }
}
