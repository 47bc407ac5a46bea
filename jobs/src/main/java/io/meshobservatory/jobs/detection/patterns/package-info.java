/* SPDX-License-Identifier: Apache-2.0 */
/** What signals mean together: the patterns that flink-cep looks for. */
@NullMarked
package io.meshobservatory.jobs.detection.patterns;

import org.jspecify.annotations.NullMarked;
