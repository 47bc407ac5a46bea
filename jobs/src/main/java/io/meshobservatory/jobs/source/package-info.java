/* SPDX-License-Identifier: Apache-2.0 */
/** Where the jobs' input comes from: Kafka topics, files, and the watermarks of both. */
@NullMarked
package io.meshobservatory.jobs.source;

import org.jspecify.annotations.NullMarked;
