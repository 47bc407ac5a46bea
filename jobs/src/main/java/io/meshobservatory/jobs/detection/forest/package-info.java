/* SPDX-License-Identifier: Apache-2.0 */
/** The isolation forest in the stream: trained by the hour, broadcast, and asked for each window. */
@NullMarked
package io.meshobservatory.jobs.detection.forest;

import org.jspecify.annotations.NullMarked;
