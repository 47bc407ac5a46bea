/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import io.meshobservatory.core.window.EdgeRow;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A row and when it was given out, as input of a test's job. */
public record EmittedRow(EdgeRow row, long atMillis) {
    public static final TypeInformation<EmittedRow> TYPE = TypeInformation.of(EmittedRow.class);
}
