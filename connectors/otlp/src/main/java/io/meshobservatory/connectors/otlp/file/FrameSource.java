/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where frames come from: one implementation per form of file. */
interface FrameSource {
    /** The next frame, null at the end. */
    @Nullable
    OtlpFrame next() throws IOException;
}
