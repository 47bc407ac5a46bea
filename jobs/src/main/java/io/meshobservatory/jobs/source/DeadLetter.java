/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record that could not be decoded, as it came, and why.
 *
 * @param record the record
 * @param reason what was wrong with it, and where
 */
public record DeadLetter(OtlpRecord record, String reason) {
    /** The type of a stream of dead letters. */
    public static final TypeInformation<DeadLetter> TYPE = TypeInformation.of(DeadLetter.class);
}
