/* SPDX-License-Identifier: Apache-2.0 */
/** What people say about alerts: the topic mesh_control. */
@NullMarked
package io.meshobservatory.jobs.detection.control;

import org.jspecify.annotations.NullMarked;
