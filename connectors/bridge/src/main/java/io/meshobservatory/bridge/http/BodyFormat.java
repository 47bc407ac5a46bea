/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.http;

import com.linecorp.armeria.common.MediaType;
import org.jspecify.annotations.Nullable;

/** The two forms of OTLP/HTTP; an answer has the form of its request. */
enum BodyFormat {
    PROTOBUF(MediaType.create("application", "x-protobuf")),
    JSON(MediaType.create("application", "json"));

    private final MediaType mediaType;

    BodyFormat(MediaType mediaType) {
        this.mediaType = mediaType;
    }

    MediaType mediaType() {
        return mediaType;
    }

    /** The form that a content type names, whatever its parameters; null for any other or none. */
    static @Nullable BodyFormat of(@Nullable MediaType contentType) {
        if (contentType == null) {
            return null;
        }
        for (BodyFormat format : values()) {
            if (contentType.withoutParameters().equals(format.mediaType)) {
                return format;
            }
        }
        return null;
    }
}
